package dev.dbsync.core.migration;

import java.util.Optional;

/**
 * A migration that is to be run.
 *
 * @param version empty for a repeatable migration
 * @param description in words
 * @param script path below its location, or the name of a Java class; what {@link Migrations#migrate} takes
 * @param transactional whether it can be one of many scripts in a transaction
 * @param obstacle why it cannot; empty where it can
 */
public record PendingMigration(
        Optional<String> version,
        String description,
        String script,
        boolean transactional,
        Optional<Obstacle> obstacle) {}
