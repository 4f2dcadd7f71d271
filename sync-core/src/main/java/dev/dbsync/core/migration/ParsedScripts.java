package dev.dbsync.core.migration;

import dev.dbsync.core.script.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Scripts that were parsed in this run: a promotion plans three times, and a large script takes its time. */
final class ParsedScripts {

    private final Map<List<String>, Script> byNameAndText = new ConcurrentHashMap<>();

    /** @param sql placeholders replaced */
    Script of(String name, String sql) {
        return byNameAndText.computeIfAbsent(List.of(name, sql), key -> Script.parse(name, sql));
    }
}
