package dev.dbsync.maven;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.codehaus.plexus.components.interactivity.Prompter;
import org.codehaus.plexus.components.interactivity.PrompterException;

/** Types what a test tells it to; after the last answer comes the end of input, as Maven 3 or as Maven 4 shows it. */
public final class ScriptedPrompter implements Prompter {

    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> questions = new ArrayList<>();
    private boolean endThrows;

    public ScriptedPrompter types(String... lines) {
        answers.addAll(Arrays.asList(lines));
        return this;
    }

    /** The end of input as in Maven 4. */
    public ScriptedPrompter thenThrows() {
        endThrows = true;
        return this;
    }

    public List<String> questions() {
        return questions;
    }

    @Override
    public String prompt(String message) throws PrompterException {
        questions.add(message);
        if (answers.isEmpty() && endThrows) {
            throw new PrompterException("end of input");
        }
        return answers.poll();
    }

    @Override
    public String prompt(String message, String defaultReply) {
        throw new AssertionError("a default answer could confirm at the end of input");
    }

    @Override
    public String prompt(String message, List<String> possibleValues) {
        throw new AssertionError("not used");
    }

    @Override
    public String prompt(String message, List<String> possibleValues, String defaultReply) {
        throw new AssertionError("a default answer could confirm at the end of input");
    }

    @Override
    public String promptForPassword(String message) {
        throw new AssertionError("not used");
    }

    @Override
    public void showMessage(String message) {
        throw new AssertionError("not used");
    }
}
