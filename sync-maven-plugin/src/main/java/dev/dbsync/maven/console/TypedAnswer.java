package dev.dbsync.maven.console;

import dev.dbsync.core.run.Prompt;
import org.apache.maven.plugin.logging.Log;
import org.codehaus.plexus.components.interactivity.Prompter;
import org.codehaus.plexus.components.interactivity.PrompterException;

/**
 * Asks through Maven's prompter, which reads standard input: typed at a terminal, or piped by a script.
 *
 * <p>There is never a default: at the end of input Maven 3 gives null and Maven 4 throws, and both are no answer.
 */
public final class TypedAnswer implements Prompt {

    private final Prompter prompter;
    private final MavenConsole console;
    private final Log log;

    public TypedAnswer(Prompter prompter, MavenConsole console, Log log) {
        this.prompter = prompter;
        this.console = console;
        this.log = log;
    }

    @Override
    public String ask(String question) {
        return console.holdingStill(() -> {
            try {
                return prompter.prompt(question);
            } catch (PrompterException | RuntimeException e) {
                log.debug("no answer to: " + question, e);
                return null;
            }
        });
    }
}
