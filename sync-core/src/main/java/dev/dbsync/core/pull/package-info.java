/**
 * {@code pull-prod}: production's rows come down, masked on their way. {@code PullPlanner} → {@code PullPlan} →
 * {@code PullExecution} → {@code PullVerification} → {@code PullReport}.
 */
package dev.dbsync.core.pull;
