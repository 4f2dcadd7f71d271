package dev.dbsync.core.config;

import java.util.Optional;

/**
 * Who is told how a run ended.
 *
 * @param webhook an {@code http(s):} URL, which is a secret; empty for nobody
 */
public record NotifyConfig(Optional<Template> webhook) {}
