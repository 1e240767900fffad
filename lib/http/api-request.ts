/** What is read of a request. A web-standard `Request` is one; our own server makes a lighter one. */
export type ApiRequest = Pick<Request, 'method' | 'url' | 'body'> & { headers: RequestHeaders }

/** Headers as they are read, the name in lower case. */
export type RequestHeaders = Pick<Headers, 'get' | 'has'>
