package dev.dbsync.core.config;

import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${NAME}} and {@code ${NAME:-default}} from the environment, then from properties; {@code $${} is a
 * literal {@code ${}.
 */
public final class Variables {

    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\$\\{|\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_.]*)(?::-(?<otherwise>[^}]*))?}");

    private final UnaryOperator<String> environment;
    private final Map<String, String> properties;

    /** @param environment gives a variable's value, or null where it is not set */
    public Variables(UnaryOperator<String> environment, Map<String, String> properties) {
        this.environment = environment;
        this.properties = Map.copyOf(properties);
    }

    /** Variables of this process, then the given properties. */
    public static Variables ofProcess(Map<String, String> properties) {
        return new Variables(System::getenv, properties);
    }

    /** The value of one name, where it is set. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(environment.apply(name)).or(() -> Optional.ofNullable(properties.get(name)));
    }

    /** @throws SyncException when a variable without a default is not set; it names the line */
    public String resolve(Template template) {
        Matcher matcher = REFERENCE.matcher(template.text());
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(replacement(matcher, template)));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String replacement(Matcher matcher, Template template) {
        String name = matcher.group("name");
        if (name == null) {
            return "${";
        }
        return get(name)
                .or(() -> Optional.ofNullable(matcher.group("otherwise")))
                .orElseThrow(() -> new SyncException(new Problem(
                        "The variable " + name + " is not set",
                        template.where(),
                        "Set it in the environment, or with -D" + name + "=…, or give a default: ${" + name
                                + ":-default}")));
    }
}
