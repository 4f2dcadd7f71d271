package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbsync.core.config.Template;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.problem.RefusedException;
import dev.dbsync.core.problem.SyncException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingKeyTest {

    private static final String TEXT = "000102030405060708090a0b0c0d0e0f";
    private static final Variables NO_VARIABLES = new Variables(name -> null, Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "fifteen-chars-x",
                "0123456789abcdef",
                "1234567890123456789012345678901",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "abababababababababababababababab"
            })
    void aKeyThatCouldBeGuessedIsRefusedWithoutBeingShown(String weak) {
        assertThatThrownBy(() -> MaskingKey.of(weak, "sync.yaml:3:8"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("sync.yaml:3:8")
                .hasMessageContaining("mvn sync:masking-key")
                .satisfies(refusal -> {
                    if (!weak.isEmpty()) {
                        assertThat(refusal.getMessage()).doesNotContain(weak);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {TEXT, "sixteen-chars-xyz", "pässwörter-zählen", "3q2+7wAAAAAAqgAAABEREQ=="})
    void aKeyOf128BitsIsTaken(String strong) {
        MaskingKey key = MaskingKey.of(strong, "test");

        assertThat(key.isRandom()).isFalse();
        assertThat(key.fingerprint()).matches("[0-9a-f]{16}");
        assertThat(key.toString()).doesNotContain(strong).contains(key.fingerprint());
    }

    @Test
    void theFingerprintTellsKeysApartAndIsTheSameEverywhere() {
        assertThat(MaskingKey.of(TEXT, "here").fingerprint())
                .isEqualTo(MaskingKey.of(" " + TEXT + "\n", "there").fingerprint())
                .isNotEqualTo(MaskingKey.of("f" + TEXT.substring(1), "here").fingerprint());
    }

    @Test
    void withoutAKeyARandomOneServesTheRunAndIsAnnounced() {
        List<SyncEvent> events = new ArrayList<>();
        EventSink sink = events::add;

        MaskingKey one = MaskingKey.of(Optional.empty(), NO_VARIABLES, sink);
        MaskingKey other = MaskingKey.of(Optional.empty(), NO_VARIABLES, EventSink.none());

        assertThat(one.isRandom()).isTrue();
        assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        SyncEvent.Notice.class,
                        notice -> assertThat(notice.text()).contains("anonymize.key", "random key"));
    }

    @Test
    void theConfiguredKeyIsResolvedFromItsVariable() {
        Variables variables = new Variables(Map.of("KEY", TEXT)::get, Map.of());
        Optional<Template> configured = Optional.of(new Template("${KEY}", "sync.yaml:2:3"));

        assertThat(MaskingKey.of(configured, variables, EventSink.none()).fingerprint())
                .isEqualTo(MaskingKey.of(TEXT, "test").fingerprint());
        assertThatThrownBy(() -> MaskingKey.of(configured, NO_VARIABLES, EventSink.none()))
                .isInstanceOf(SyncException.class)
                .hasMessageContaining("KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {TEXT, "a key that is longer than one block of SHA-256, which is hashed before it is used…"})
    void theHashIsHmacSha256OverABlockWithTheDomainAndThenTheValue(String text) throws Exception {
        byte[] value = "Grüße".getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] domain = "domain email of public.users.email".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (DataOutputStream data = new DataOutputStream(message)) {
            data.writeInt(domain.length);
            data.write(domain);
            data.write(new byte[64 - Integer.BYTES - domain.length]);
            data.write(value);
        }

        assertThat(MaskingKey.of(text, "test")
                        .inDomain("email of public.users.email")
                        .hash(value))
                .isEqualTo(mac.doFinal(message.toByteArray()));
    }
}
