package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbsync.core.config.DatabaseUrl;
import dev.dbsync.core.database.Database;
import dev.dbsync.core.testing.PostgresServer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the source says of normalized values is what the masks make of them, character by character. */
class NormalSqlDatabaseTest {

    private static final int TEXTS = 4000;

    /** Where something goes wrong first: blanks, letters with several forms, marks, what falls together. */
    private static final String AWKWARD = " \t\n\r\u000b\f\u0085\u00a0\u1680\u2003\u2028\u202f\u3000\u200b\ufeff"
            + "aAzZ\u00c4\u00e4\u0130\u0131I\u0307\u0308\u030c\u0301\u0323\u0345J\u01f0\u212a\u212b\u1e9e\u00df\u03a3\u03c3\u03c2"
            + "\u01c4\u01c5\u01c6\u1f88\u1f80\u0391\u0399\u13a0\uab70\u1c90\u10d0\u1100\u1161\u11a8\uac00\u0958\u2126\ufb01"
            + "\ud801\udc00\ud801\udc28\ud83e\udd14'\"\\%?";

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private Database database;
    private final Random random = new Random(20261120);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void aDatabaseInUtf8NormalizesAsTheMasksDo(int forms) throws Exception {
        same(server.createDatabase("utf8"), "UTF8", forms(forms), texts(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"LATIN1, ISO-8859-1", "WIN1252, windows-1252", "ISO_8859_5, ISO-8859-5", "LATIN9, ISO-8859-15"})
    void aDatabaseOfOneByteACharacterDoesSoToo(String encoding, String charset) throws Exception {
        Database database = created(encoding);

        for (int forms = 1; forms < 8; forms++) {
            assertThat(new NormalSql(encoding).unsayable(forms(forms))).isEmpty();
            same(database, encoding, forms(forms), texts(Charset.forName(charset)));
        }
    }

    @Test
    void otherEncodingsAreSaidToBeBeyondIt() {
        assertThat(new NormalSql("EUC_JP").unsayable(Normalization.LOWER_CASE)).isPresent();
        assertThat(new NormalSql("SQL_ASCII").unsayable(Normalization.LOWER_NFC_TRIM))
                .isPresent();
        assertThat(new NormalSql("SQL_ASCII").unsayable(Normalization.NONE)).isEmpty();
    }

    private Database created(String encoding) {
        String name = "encoding_" + encoding.toLowerCase(Locale.ROOT) + "_"
                + ProcessHandle.current().pid();
        server.execute(
                server.maintenance(),
                "CREATE DATABASE " + name + " ENCODING '" + encoding + "' LOCALE 'C' TEMPLATE template0");
        DatabaseUrl url = server.maintenance().url();
        database = new Database(
                "one_byte", new DatabaseUrl(url.hosts(), name, url.user(), url.password(), url.parameters()), false);
        return database;
    }

    @AfterEach
    void drop() {
        if (database != null) {
            server.dropDatabase(database);
        }
    }

    private static Normalization forms(int bits) {
        return new Normalization((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0);
    }

    private void same(Database database, String encoding, Normalization normalization, List<String> texts)
            throws Exception {
        NormalSql normal = new NormalSql(encoding);
        String sql = "SELECT t, " + normal.of(normalization, "t") + ", " + normal.mayChange("t")
                + " FROM unnest(?::text[]) WITH ORDINALITY AS texts (t, number) ORDER BY number";
        try (Connection connection = database.connectReadOnly("test");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, connection.createArrayOf("text", texts.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                for (String text : texts) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getString(1)).isEqualTo(text);
                    assertThat(escaped(row.getString(2)))
                            .as(escaped(text) + " by " + normalization)
                            .isEqualTo(escaped(new String(
                                    normalization.apply(text.getBytes(StandardCharsets.UTF_8)),
                                    StandardCharsets.UTF_8)));
                    assertThat(row.getBoolean(3) || row.getString(2).equals(text))
                            .as(escaped(text) + " is changed by " + normalization)
                            .isTrue();
                }
            }
        }
    }

    private List<String> texts(Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        int[] awkward = AWKWARD.codePoints().toArray();
        List<String> texts = new ArrayList<>();
        while (texts.size() < TEXTS) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(8);
            while (text.codePointCount(0, text.length()) < length) {
                int next = switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(1, 0x250);
                    case 1 -> random.nextInt(1, 0x20000);
                    default -> awkward[random.nextInt(awkward.length)];
                };
                boolean isText = Character.isDefined(next)
                        && (next < 0xd800 || next > 0xdfff)
                        && encoder.canEncode(Character.toString(next));
                if (isText) {
                    text.appendCodePoint(next);
                }
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(point -> escaped.append(
                        point > ' ' && point < 127 ? Character.toString(point) : String.format("\\u{%x}", point)));
        return escaped.toString();
    }
}
