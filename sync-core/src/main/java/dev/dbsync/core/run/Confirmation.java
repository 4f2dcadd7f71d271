package dev.dbsync.core.run;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one door between a plan and its execution.
 *
 * <p>No default answer ever confirms: an empty line, the end of input and a missing answer all refuse.
 */
public final class Confirmation {

    /** What is typed, after {@code yes}, before a protected environment is changed. */
    public static final String PROTECTED_PHRASE = "SYNC TO PRODUCTION";

    private static final Pattern PLAN_ID = Pattern.compile("[0-9a-f]{16}");

    private final Optional<String> answer;
    private final Optional<Prompt> prompt;

    /**
     * @param answer what {@code sync.confirm} says: {@code yes} or a plan id
     * @param prompt a person to ask; empty when there is no terminal or the run is in batch mode
     */
    public Confirmation(Optional<String> answer, Optional<Prompt> prompt) {
        this.answer = answer.filter(text -> !text.isBlank()).map(String::trim);
        this.prompt = prompt;
    }

    /** Nobody confirms: enough for a dry run, and for plans that need no confirmation. */
    public static Confirmation none() {
        return new Confirmation(Optional.empty(), Optional.empty());
    }

    /** An unattended answer: {@code yes} or a plan id. */
    public static Confirmation answered(String answer) {
        return new Confirmation(Optional.of(answer), Optional.empty());
    }

    /** @throws RefusedException when the plan is not confirmed; its remedy holds the command to run */
    public <P extends Plan> ConfirmedPlan<P> confirm(P plan) {
        return confirm(plan, Optional.empty());
    }

    /**
     * Likewise.
     *
     * @param earlier the plan that was made before this one: where its id is presented, the refusal says what is
     *     different
     */
    public <P extends Plan> ConfirmedPlan<P> confirm(P plan, Optional<EarlierPlan> earlier) {
        if (plan.confirmation() == ConfirmationLevel.NONE) {
            return new ConfirmedPlan<>(plan);
        }
        return answer.isPresent() ? presented(plan, answer.get(), earlier) : asked(plan);
    }

    private <P extends Plan> ConfirmedPlan<P> presented(P plan, String given, Optional<EarlierPlan> earlier) {
        if (given.equals(plan.id().value())) {
            return new ConfirmedPlan<>(plan);
        }
        if (given.equals("yes")) {
            if (plan.confirmation() == ConfirmationLevel.YES) {
                return new ConfirmedPlan<>(plan);
            }
            throw refused(plan, "'" + plan.target() + "' is protected: only the id of the plan confirms it");
        }
        throw refused(
                plan,
                PLAN_ID.matcher(given).matches()
                        ? "The presented plan id " + given
                                + " is not the id of this plan: what it depends on has changed since"
                                + difference(plan, given, earlier)
                        : "What -Dsync.confirm says is neither yes nor the id of a plan");
    }

    private static String difference(Plan plan, String given, Optional<EarlierPlan> earlier) {
        List<String> changed = earlier.filter(known -> known.id().equals(given))
                .map(known -> known.parts().changedIn(plan.parts().shortened()))
                .orElse(List.of());
        return changed.isEmpty() ? "" : ": " + String.join(", ", changed);
    }

    private <P extends Plan> ConfirmedPlan<P> asked(P plan) {
        if (prompt.isEmpty()) {
            throw refused(plan, "Nobody is there to confirm: this is not an interactive run");
        }
        String first = prompt.get().ask(plan.question() + "? Type 'yes' to go on");
        if (!"yes".equals(first)) {
            throw refused(plan, "Not confirmed");
        }
        if (plan.confirmation() == ConfirmationLevel.PROTECTED) {
            String second = prompt.get()
                    .ask("'" + plan.target() + "' is protected. Type '" + PROTECTED_PHRASE + "' to change it");
            if (!PROTECTED_PHRASE.equals(second)) {
                throw refused(plan, "Not confirmed");
            }
        }
        return new ConfirmedPlan<>(plan);
    }

    private static RefusedException refused(Plan plan, String what) {
        return new RefusedException(new Problem(
                what, "plan " + plan.id(), "Read the plan above. To run just this one:\n  " + plan.confirmedCommand()));
    }
}
