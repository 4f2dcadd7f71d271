package dev.dbsync.core.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Looking at a text's chars beforehand spares work, and never a finding. */
class TraitsTest {

    private static final Traits ANYTHING = new Traits(99, 99, 99, 99, true, true);

    private static final List<Recognizer> RECOGNIZERS = List.of(
            new Secrets(),
            new Emails(),
            new Ibans(),
            new IpAddresses(),
            new MacAddresses(),
            new Cards(),
            new NationalNumbers(),
            new Phones());

    @Property(tries = 3000)
    void eachRecognizerFindsTheSameAsWithoutThem(@ForAll("texts") String text) {
        for (Recognizer recognizer : RECOGNIZERS) {
            assertThat(found(recognizer, text, Traits.of(text)))
                    .as(recognizer.kind() + " in " + text)
                    .isEqualTo(found(recognizer, text, ANYTHING));
        }
    }

    private static List<Found> found(Recognizer recognizer, String text, Traits traits) {
        List<Found> found = new ArrayList<>();
        recognizer.within(text, traits, (kind, start, end) -> found.add(new Found(kind, start, end)));
        return found;
    }

    /** Of what is known, and of pieces that make something of what stands beside them. */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> known = Arbitraries.of(
                "a@corp.example",
                "+49 30 901820",
                "030/901820",
                "DE89370400440532013000",
                "4111 1111 1111 1111",
                "192.168.17.4",
                "2001:db8::8a2e:370:7334",
                "fe80::1",
                "1:2:3:4:5:6:7:8",
                "00:1A:2b:3C:4d:5E",
                "00-1a-2b-3c-4d-5e",
                "123-45-6789",
                "ssn 123-45-6789",
                "AB123456C",
                "AB 12 34 56 C",
                "131052-308T",
                "RSSMRA85T10A562S",
                "postgres://app:secret@host",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "Bearer abcdefghijklmnopqrst",
                "-----BEGIN PRIVATE KEY-----");
        Arbitrary<String> piece =
                Arbitraries.of("", " ", "-", ".", ":", "::", "/", "(", "0", "12", "ab", "Zx", "_", "ä");
        return known.list()
                .ofMaxSize(3)
                .flatMap(values -> piece.list().ofSize(2 * values.size() + 2).map(pieces -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < pieces.size(); i++) {
                        text.append(pieces.get(i));
                        text.append(i % 2 == 0 || i / 2 >= values.size() ? "" : values.get(i / 2));
                    }
                    return text.toString();
                }));
    }
}
