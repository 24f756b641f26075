/**
 * Order data is JSON plus tagged values: `{"$type":"date"|"binary"|"bigint"|"decimal","value":"…"}`; a user's key that
 * begins with `$` is escaped as `$$`. Store, engine and runner protocol carry it as text and never look inside;
 * only the runner (user code) and the API (people) decode it. The codec is `server/base/tagged-json.ts`.
 */
declare const textBrand: unique symbol;
/** Tagged JSON as text. */
export type JsonText = string & { readonly [textBrand]: 'json' };

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Microseconds since 1970-01-01 UTC: the store's time. On the wire it is ISO-8601 with `Z`. */
export type Micros = number;
