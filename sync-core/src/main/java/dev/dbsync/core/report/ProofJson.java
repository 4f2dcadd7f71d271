package dev.dbsync.core.report;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.proof.ProofReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A proof, within {@code pull-prod.json}. */
public final class ProofJson {

    private ProofJson() {}

    /**
     * Names and counts, to be written as JSON.
     *
     * @param earlier tables that an earlier run has copied, of which values deleted on the source since are not sought
     */
    public static Map<String, Object> of(ProofReport proof, List<String> earlier) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("depth", proof.depth().name().toLowerCase(Locale.ROOT));
        json.put("holds", proof.holds());
        json.put("valuesSought", proof.valuesSought());
        json.put("columnsSearched", proof.columnsSearched());
        json.put("textsSearched", proof.textsSearched());
        json.put("masked", proof.masked().stream().map(ProofJson::masked).toList());
        json.put(
                "survivors", proof.survivors().stream().map(ProofJson::survivor).toList());
        json.put("common", proof.common().stream().map(ProofJson::common).toList());
        json.put("allowed", allowed(proof));
        json.put("scanned", proof.scanned().stream().map(ProofJson::scanned).toList());
        json.put("differences", proof.differences());
        json.put("incomplete", proof.incomplete());
        json.put("provenInPart", earlier);
        json.put("notSearched", proof.notSearched());
        json.put("seconds", proof.took().toMillis() / 1000.0);
        json.put("emptied", proof.emptied().stream().map(TableName::shown).toList());
        return json;
    }

    private static Map<String, Object> masked(ProofReport.Masked column) {
        Map<String, Object> json = column(column.table(), column.column());
        json.put("strategy", column.strategy());
        json.put("values", column.values());
        json.put("unchanged", column.unchanged());
        json.put("mayBeUnchanged", column.mayBeUnchanged());
        json.put("kept", column.kept());
        json.put("before", column.before().map(ProofJson::measured).orElse(null));
        json.put("after", column.after().map(ProofJson::measured).orElse(null));
        return json;
    }

    private static Map<String, Object> measured(ProofReport.Measured measured) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("values", measured.values());
        json.put("distinct", measured.distinct());
        json.put("shortest", measured.shortest());
        json.put("longest", measured.longest());
        return json;
    }

    private static Map<String, Object> survivor(ProofReport.Survivor found) {
        Map<String, Object> json = column(found.table(), found.column());
        json.put("count", found.values());
        json.put("places", found.places());
        json.put("kinds", found.kinds().stream().sorted().map(DataKind::name).toList());
        json.put("from", found.from());
        json.put("allowed", found.allowed());
        return json;
    }

    private static Map<String, Object> common(ProofReport.Common found) {
        Map<String, Object> json = column(found.table(), found.column());
        json.put("count", found.values());
        json.put("places", found.places());
        return json;
    }

    private static List<String> allowed(ProofReport proof) {
        return proof.survivors().stream()
                .filter(ProofReport.Survivor::allowed)
                .map(found -> found.table().shown() + "." + found.column())
                .toList();
    }

    private static Map<String, Object> scanned(ProofReport.Scanned found) {
        Map<String, Object> json = column(found.table(), found.column());
        Map<String, Long> kinds = new TreeMap<>();
        found.found().forEach((kind, number) -> kinds.put(kind.name(), number));
        json.put("found", kinds);
        json.put("verdict", found.verdict().name());
        return json;
    }

    private static Map<String, Object> column(TableName table, String column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table.shown());
        json.put("column", column);
        return json;
    }
}
