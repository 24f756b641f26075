/** Version of the REST API and its WebSockets. A window and an engine that differ in it are told apart by the lease. */
export const apiVersion = 1;

/** Version of the database schema this product writes: the number of its newest migration (held by a test). */
export const schemaVersion = 2;
