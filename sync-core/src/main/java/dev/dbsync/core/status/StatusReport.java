package dev.dbsync.core.status;

import dev.dbsync.core.problem.Problem;
import java.util.List;

/**
 * How far each environment is, and how each compares to its predecessor.
 *
 * @param chain the whole chain, first to last
 * @param environments those that were looked at: the chain's in its order, then others
 * @param links the neighbouring pairs among them, in the chain's order
 * @param checkout what the checkout has beyond the first environment
 * @param problems what concerns no single link, such as a lookup table that no environment has
 * @param unclassified the columns of the chain's environments that have no masking rule and need one; they make no link
 *     out of sync
 * @param next what to do next
 */
public record StatusReport(
        List<String> chain,
        List<EnvironmentStatus> environments,
        List<LinkStatus> links,
        CheckoutStatus checkout,
        List<Problem> problems,
        List<UnclassifiedColumn> unclassified,
        NextStep next) {

    public StatusReport {
        chain = List.copyOf(chain);
        environments = List.copyOf(environments);
        links = List.copyOf(links);
        problems = List.copyOf(problems);
        unclassified = List.copyOf(unclassified);
    }

    /** The goal as typed. */
    public String goal() {
        return "status";
    }

    /** Whether every link is in sync; what the checkout has beyond the first environment does not count. */
    public boolean inSync() {
        return links.stream().allMatch(link -> link.verdict() == LinkStatus.Verdict.IN_SYNC);
    }
}
