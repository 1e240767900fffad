import time

import jwt

import sign_outs
from keys import Keys
from settings import AUDIENCE, HUNTAZE_URL

_keys = Keys(f"{HUNTAZE_URL}/.well-known/jwks.json")
_started_at = time.time()


class TokenRefused(Exception):
    """The token is not good."""


def _claims_of(token):
    try:
        key = _keys.find(jwt.get_unverified_header(token).get("kid"))
        if key is None:
            raise TokenRefused("unknown key")
        return jwt.decode(
            token,
            key,
            algorithms=["ES256"],
            issuer=HUNTAZE_URL,
            audience=AUDIENCE,
            leeway=5,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "sid"]},
        )
    except jwt.PyJWTError as error:
        raise TokenRefused("not good") from error


def person_of(token):
    """The person of a token.

    Raises TokenRefused for one that is not good, or whose session has ended; KeysUnavailable where the keys cannot be had.
    """
    claims = _claims_of(token)
    # The sign-outs that an earlier process heard of are forgotten. The page asks for a new token, which only the signed-in get.
    if claims["iat"] < _started_at:
        raise TokenRefused("older than this process")
    if sign_outs.has_ended(claims["sid"]):
        raise TokenRefused("signed out")
    return {"id": claims["sub"], "is_verified": claims["email_verified"]}
