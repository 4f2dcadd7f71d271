package dev.dbsync.core.testing;

/** A place in the course of a promotion, known by what its sessions say to the target. */
public enum PromotePlace {
    BEFORE_THE_LOCK("sync promote lock", "pg_try_advisory_lock", LinkStop.Moment.BEFORE_REQUEST),
    DURING_THE_BACKUP("sync backup|pg_dump", "COPY .* TO STDOUT", LinkStop.Moment.BEFORE_ANSWER),
    AFTER_THE_FIRST_SCRIPT("sync promote", "INSERT INTO .*flyway_schema_history.*%1$s", LinkStop.Moment.BEFORE_ANSWER),
    AFTER_THE_LAST_SCRIPT("sync promote", "INSERT INTO .*flyway_schema_history.*%2$s", LinkStop.Moment.BEFORE_ANSWER),
    WHILE_LOOKUPS_ARE_STAGED("sync promote", "COPY pg_temp\\..* FROM STDIN", LinkStop.Moment.BEFORE_ANSWER),
    AMID_THE_LOOKUP_MERGE("sync promote", "RELEASE SAVEPOINT sync_lookup_merge", LinkStop.Moment.BEFORE_REQUEST),
    BEFORE_COMMIT("sync promote", TcpProxy.COMMIT, LinkStop.Moment.BEFORE_REQUEST),
    /** The server has committed, and nobody has heard of it. */
    AFTER_COMMIT("sync promote", TcpProxy.COMMIT, LinkStop.Moment.BEFORE_ANSWER);

    private final String session;
    private final String text;
    private final LinkStop.Moment moment;

    PromotePlace(String session, String text, LinkStop.Moment moment) {
        this.session = session;
        this.text = text;
        this.moment = moment;
    }

    /** Whether the target has what was promoted when a promotion ends here. */
    public boolean isCommitted() {
        return this == AFTER_COMMIT;
    }

    /**
     * @param link to the target
     * @param firstScript of those that are promoted, as the history names it
     * @param lastScript likewise
     */
    public LinkStop stop(TcpProxy link, String firstScript, String lastScript, Runnable deed) {
        return link.stopAt(session, text.formatted(firstScript, lastScript), moment, deed);
    }
}
