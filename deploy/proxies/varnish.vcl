# Varnish in front of Huntaze Auth. The app behind it needs TRUSTED_PROXY_HOPS=1.
vcl 4.1;

backend default {
    .host = "127.0.0.1";
    .port = "3000";
    .first_byte_timeout = 30s;
}

sub vcl_recv {
    # Varnish asks with GET where a client asked with HEAD, unless it passes: a mail scanner's HEAD would use a link up.
    if (req.method == "HEAD" || req.url ~ "^/api/") {
        return (pass);
    }
}
