package dev.dbsync.core.run;

/** What a goal is about to do: an object that is shown, confirmed and executed, never a second code path. */
public interface Plan {

    /** The goal that executes this plan, as typed: {@code promote}, {@code pull-prod}, {@code restore}. */
    String goal();

    /** Computed from all that the plan depends on. */
    PlanId id();

    /** What the id is made of, as far as it is known part by part. */
    default PlanParts parts() {
        return PlanParts.UNKNOWN;
    }

    /** The environment that is going to be changed. */
    String target();

    /** How much a human must say before {@link #target()} is changed. */
    ConfirmationLevel confirmation();

    /** Whether executing it would change anything. */
    boolean hasWork();

    /** One line that says what a "yes" would do, without a full stop. */
    String question();

    /** The way back from what it is going to do. */
    Rollback rollback();

    /**
     * The command that makes this plan, as typed in a shell, without {@code -Dsync.confirm}: with all that was said to
     * make it.
     */
    default String command() {
        return "mvn sync:" + goal() + " -Dto=" + ShellWord.of(target()) + options();
    }

    /** The command that runs just this plan, and no other, without asking anybody. */
    default String confirmedCommand() {
        return command() + " -Dsync.confirm=" + id();
    }

    /** What {@link #command()} says besides the target, each with a blank before it; empty for nothing. */
    default String options() {
        return "";
    }
}
