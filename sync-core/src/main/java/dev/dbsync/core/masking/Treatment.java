package dev.dbsync.core.masking;

import dev.dbsync.core.config.RuleConfig;

/** A rule at work in one column: the strategy, what it knows of the column, and what it promises there. */
record Treatment(RuleConfig rule, MaskingStrategy strategy, MaskingContext context, OutputPromise promise) {}
