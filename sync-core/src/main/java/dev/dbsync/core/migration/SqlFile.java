package dev.dbsync.core.migration;

import java.nio.file.Path;

/**
 * An SQL file of the project that is no migration.
 *
 * @param name as the configuration has it, and as people are told
 * @param path where it is
 */
public record SqlFile(String name, Path path) {}
