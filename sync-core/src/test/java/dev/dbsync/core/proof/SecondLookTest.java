package dev.dbsync.core.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.database.TableName;
import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.detection.Detectors;
import dev.dbsync.core.detection.Found;
import dev.dbsync.core.masking.Normalization;
import dev.dbsync.core.masking.OutputPromise;
import dev.dbsync.core.proof.Places.Origin;
import dev.dbsync.core.proof.ProvenTable.Observer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Whatever a filter of bounded memory takes for sought, the source alone says what is somebody's. */
class SecondLookTest {

    private static final TableName TASK = new TableName("public", "task");

    /** Milliseconds whose digits are those of somebody's number, too. */
    private static final String TIME = "1760101030602";

    private static final OutputPromise OF_PARTS =
            new OutputPromise(1, OptionalInt.of(OutputPromise.ANY_LENGTH), true, false, false, Normalization.NONE);

    private final Digest digest = Digest.random();
    private final Detectors detectors = Detectors.standard();
    private final Sought sought = new Sought(1, 0);
    private final Tally hits = new Tally(1 << 20);

    @Test
    void whatAMaskLeavesIsNoSurvivorWhenAFilterThatIsTooFullTakesItForSought() {
        ProvenTable table = table("json_data");
        Places places = new Places(List.of(table));
        // So full that it takes everything for sought.
        for (int i = 0; i < 200_000; i++) {
            byte[] filling = text("filling " + i);
            sought.addForm(digest.of(filling, 0, filling.length), 1);
        }
        long kept = digestOf("order-4711");
        long removed = digestOf("Gwendolyn Miller");
        assertThat(sought.mayContain(kept)).isTrue();
        hits.add(kept, 0, true);
        hits.add(removed, 0, true);
        SecondLook second = new SecondLook(places, digest, sought, hits, detectors);

        second.begin();
        look(
                second.counting(table).get(0),
                places.origins().get(0),
                "{\"id\": \"order-4711\", \"name\": \"Gwendolyn Miller\"}",
                "{\"id\":\"order-4711\",\"name\":\"[REDACTED]\"}");

        assertThat(second.known(kept)).isEmpty();
        assertThat(second.known(removed)).isPresent();
    }

    @Test
    void digitsThatAMaskLeavesAreNoNumberOfAPersonButAnAddressIsOne() {
        ProvenTable table = table("json_data");
        Places places = new Places(List.of(table));
        long time = digestOf(TIME);
        long mail = digestOf("ann@corp.example");
        hits.add(time, 0, false);
        hits.add(mail, 0, false);
        SecondLook second = new SecondLook(places, digest, sought, hits, detectors);
        assertThat(detectors.within("{\"at\": " + TIME + "}"))
                .extracting(Found::kind)
                .containsExactly(DataKind.NATIONAL_NUMBER);

        String document = "{\"at\": " + TIME + ", \"mail\": \"ann@corp.example\"}";
        second.begin();
        look(second.counting(table).get(0), places.origins().get(0), document, document);

        assertThat(second.known(time)).isEmpty();
        assertThat(second.known(mail)).isPresent();
    }

    @Test
    void aNumberThatIsKnownOnlyInTheMidstOfADocumentIsSaidToBeOfItsKind() {
        ProvenTable table = table("json_data");
        Places places = new Places(List.of(table));
        long number = digestOf(TIME);
        hits.add(number, 0, false);
        SecondLook second = new SecondLook(places, digest, sought, hits, detectors);

        second.begin();
        look(second.counting(table).get(0), places.origins().get(0), "{\"at\": " + TIME + "}", "{\"at\":0}");

        assertThat(second.known(number).orElseThrow().kind()).contains(DataKind.NATIONAL_NUMBER);
    }

    private static void look(Observer observer, Origin origin, String value, String output) {
        UnaryOperator<byte[]> mask = input -> text(output);
        origin.values().increment();
        observer.value(text(value), mask);
    }

    private long digestOf(String value) {
        List<Long> found = new ArrayList<>();
        new Identifying(digest, detectors).of(text(value), (one, first, words, part) -> found.add(one));
        return found.get(found.size() - 1);
    }

    private static ProvenTable table(String... columns) {
        return new ProvenTable(
                TASK,
                TASK,
                TASK,
                1,
                1,
                List.of(columns).stream()
                        .map(column -> new ProvenTable.Masked(column, "json", OF_PARTS, false))
                        .toList(),
                Map.of(),
                (source, condition, limit, observers) -> 0);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
