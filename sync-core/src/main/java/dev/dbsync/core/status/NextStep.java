package dev.dbsync.core.status;

import dev.dbsync.core.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a user should do next.
 *
 * @param text why, in a sentence without its full stop
 * @param command what to type
 */
public record NextStep(String text, String command) {

    private static final String STATUS = "mvn sync:status";

    /**
     * @param unclassified columns that a pull from their environment would refuse
     * @param source the environment that a pull reads
     */
    static NextStep of(
            List<EnvironmentStatus> environments,
            List<LinkStatus> links,
            CheckoutStatus checkout,
            List<Problem> problems,
            List<UnclassifiedColumn> unclassified,
            String first,
            String source) {
        return behind(links)
                .or(() -> checkout(checkout, first))
                .or(() -> diverged(links, checkout, first))
                .or(() -> unreachable(environments))
                .or(() -> problems.stream().findFirst().map(problem -> mend(problem.what())))
                .or(() -> links.isEmpty()
                        ? Optional.of(new NextStep("No two neighbours of the chain were compared. All of them", STATUS))
                        : Optional.empty())
                .or(() -> unfinished(environments))
                .or(() -> classify(environments, unclassified, source))
                .orElseGet(() -> new NextStep(
                        "Everything is in sync; fresh data for development comes with", "mvn sync:pull-prod"));
    }

    private static Optional<NextStep> behind(List<LinkStatus> links) {
        return first(links, link -> link.verdict() == LinkStatus.Verdict.BEHIND)
                .map(link -> new NextStep(link.to() + " is behind " + link.from(), promote(link.to())));
    }

    private static Optional<NextStep> checkout(CheckoutStatus checkout, String first) {
        return checkout.pending().isEmpty() || !checkout.divergences().isEmpty()
                ? Optional.empty()
                : Optional.of(new NextStep("The checkout is ahead of " + first, promote(first)));
    }

    private static Optional<NextStep> diverged(List<LinkStatus> links, CheckoutStatus checkout, String first) {
        return first(links, link -> link.verdict() == LinkStatus.Verdict.DIVERGED)
                .map(link -> mend(link.to() + " has diverged from " + link.from()))
                .or(() -> checkout.divergences().stream()
                        .findFirst()
                        .map(divergence -> mend("The checkout and " + first + " have diverged")));
    }

    private static Optional<NextStep> unreachable(List<EnvironmentStatus> environments) {
        return environments.stream()
                .filter(environment -> environment.problem().isPresent())
                .findFirst()
                .map(environment ->
                        mend((environment.reachable() ? "Cannot read " : "Cannot reach ") + environment.name()));
    }

    private static Optional<NextStep> unfinished(List<EnvironmentStatus> environments) {
        return environments.stream()
                .filter(environment -> environment.pull().isPresent())
                .findFirst()
                .map(environment -> new NextStep(
                        "A pull into " + environment.name() + " is not at its end. Unless it is still running, "
                                + (environment.pull().get().unproven() ? "it is ended with" : "it goes on with"),
                        "mvn sync:pull-prod -Dto=" + environment.name() + " "
                                + environment.pull().get().option()));
    }

    /** A pull refuses what its source has of them; where the source was not looked at, what others have is a hint. */
    private static Optional<NextStep> classify(
            List<EnvironmentStatus> environments, List<UnclassifiedColumn> unclassified, String source) {
        boolean isKnown =
                environments.stream().anyMatch(environment -> environment.name().equals(source));
        return unclassified.stream()
                .map(UnclassifiedColumn::environment)
                .filter(environment -> !isKnown || environment.equals(source))
                .findFirst()
                .map(environment -> new NextStep(
                        "Everything is in sync, but " + environment
                                + " has columns without a masking rule, which a pull refuses. Rules are proposed by",
                        "mvn sync:classify -Dsync.from=" + environment));
    }

    /** The remedies stand with their problems; repeated here, out of place, they would say "it" of who knows what. */
    private static NextStep mend(String what) {
        return new NextStep(what + ": see the remedy above. Once mended", STATUS);
    }

    private static Optional<LinkStatus> first(List<LinkStatus> links, Predicate<LinkStatus> wanted) {
        return links.stream().filter(wanted).findFirst();
    }

    private static String promote(String to) {
        return "mvn sync:promote -Dto=" + to;
    }
}
