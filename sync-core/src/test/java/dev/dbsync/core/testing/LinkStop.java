package dev.dbsync.core.testing;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** A place in what a client says to its server, at which a test does something. */
public final class LinkStop {

    /** On which side of the server's work the deed is done. */
    public enum Moment {
        /** The server has not heard the request. It does after the deed, unless the link was cut. */
        BEFORE_REQUEST,
        /** The server has done its work. Where the deed makes it say more, the client hears that instead. */
        BEFORE_ANSWER
    }

    private final String session;
    private final Pattern text;
    private final Moment moment;
    private final Runnable deed;
    private final CountDownLatch done = new CountDownLatch(1);
    private Optional<Pattern> after = Optional.empty();
    private volatile boolean begun;
    private volatile Throwable failure;

    LinkStop(String session, String text, Moment moment, Runnable deed) {
        this.session = session;
        this.text = pattern(text);
        this.moment = moment;
        this.deed = deed;
    }

    /** Not before this was said in the same session's name, too. */
    public synchronized LinkStop after(String earlier) {
        after = Optional.of(pattern(earlier));
        return this;
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(text, Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    }

    synchronized boolean isAt(String who, String request) {
        if (after.isPresent()) {
            if (who.matches(session) && after.get().matcher(request).find()) {
                after = Optional.empty();
            }
            return false;
        }
        return who.matches(session) && text.matcher(request).find();
    }

    Moment moment() {
        return moment;
    }

    /** @return whether the link may go on */
    boolean doDeed() {
        begun = true;
        try {
            deed.run();
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        } finally {
            done.countDown();
        }
        return failure == null;
    }

    /**
     * Fails unless a client came to this place and the deed was done: a fault that did not happen shows nothing. To be
     * called when the client has ended.
     */
    public void assertDone() throws InterruptedException {
        if (!begun) {
            throw new AssertionError("nobody came to '" + text + "'");
        }
        done.await();
        if (failure != null) {
            throw new AssertionError("what was to be done at '" + text + "' failed", failure);
        }
    }
}
