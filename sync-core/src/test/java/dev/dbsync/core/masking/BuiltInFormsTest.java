package dev.dbsync.core.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the strategies give, by examples. */
class BuiltInFormsTest {

    /**
     * From the first release on: whoever changes these changes every masked database in the world. Those by datafaker
     * may change with its version, and the changelog then says so.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "email ~ text ~ {keepDomain=true} ~ Ann@Corp.test ~ user_f58a42a33cd85c02@corp.test",
                "uuid ~ uuid ~ {} ~ a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 ~ caba9d32-dcfc-44e0-8833-b95f754859a6",
                "ip ~ inet ~ {} ~ 10.1.2.3/8 ~ 68.0.159.121/8",
                "ip ~ inet ~ {} ~ 2001:db8::1 ~ 38c:88b2:8331:f086:726b:651e:175:8f7f",
                "date-shift ~ date ~ {} ~ 1987-05-03 ~ 1987-05-12",
                "noise ~ numeric ~ {} ~ 1234.56 ~ 1122.31",
                "permute ~ bigint ~ {} ~ 42 ~ 9185751406570872548",
                "fpe ~ text ~ {} ~ 4111 1111-1111 1111 ~ 0376 0385-6788 4312",
                "fpe ~ text ~ {alphabet=alnum} ~ AB-12 ~ SL-zZ",
                "url ~ text ~ {} ~ https://shop.test/a?b=c ~ https://example.com/41e4e4f5c99352ba",
                "name ~ text ~ {realistic=full, locale=de} ~ Ann ~ Antonio Wassilew",
                "address ~ text ~ {locale=de} ~ Somewhere 5 ~ Willi-Baumeister-Str. 86, 75185 Ost Pierreburg",
                "company ~ text ~ {} ~ ACME ~ Mitchell, Kuphal and Jacobs",
            })
    void theSameKeyGivesTheSameOutputInEveryVersion(
            String strategy, String type, String options, String value, String output) {
        assertThat(mask(strategy, type, options(options), value)).isEqualTo(output);
    }

    @Test
    void anEmailsDomainStaysOnlyWhereItIsOneAndHasRoom() {
        Map<String, Object> keep = Map.of("keepDomain", true);

        assertThat(mask("email", "text", keep, "Ann@Mail.Corp.test")).matches("user_[0-9a-f]{16}@mail\\.corp\\.test");
        for (String odd :
                List.of("ann", "@corp.test", "a@b@corp.test", "ann@corp", "ann@corp..test", "ann@\u00FC.test")) {
            assertThat(mask("email", "text", keep, odd)).as(odd).matches("user_[0-9a-f]{16}@example\\.com");
        }
        MaskingContext narrow = MaskingContext.of("text", keep, Masks.KEY).withMaxLength(33);
        assertThat(Masks.mask("email", narrow, "ann@somewhere.corp.test")).endsWith("@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "+49 30 1234567, \\+49 (30 23125|69 90009|40 66969|221 4710|89 99998)[0-9]{3}",
        "+49301234567, \\+49(3023125|6990009|4066969|2214710|8999998)[0-9]{3}",
        "030/1234567, 0(30 23125|69 90009|40 66969|221 4710|89 99998)[0-9]{3}",
        "+1 202-456-1111, \\+1 [2-9][0-9]{2}-555-01[0-9]{2}",
        "+33612345678, \\+33(19900|26191|35301|46571|53649|63998)[0-9]{4}",
        "+41446681800, \\+41[0-9]{9}",
        "ask Ann, \\+1-555-[0-9]{4}"
    })
    void aPhoneStaysInItsCountryAndInItsForm(String value, String form) {
        assertThat(mask("phone", "text", Map.of("format", "national", "region", "DE"), value))
                .matches(form);
    }

    /** Midnights in seconds and milliseconds end in zeros of their own, so that a band would leave them as they are. */
    @ParameterizedTest
    @CsvSource({"39, 30", "1987, 1980", "9999, 9990", "547084800, 0", "-547084800000, 0", "19870503, 0", "10000, 0"})
    void aBandIsOfAnAgeOrAYear(String value, String band) {
        assertThat(mask("age-band", "bigint", Map.of(), value)).isEqualTo(band);
    }

    @Test
    void twoSpellingsOfAPhoneAreOne() {
        Map<String, Object> german = Map.of("format", "national", "region", "DE");

        assertThat(mask("phone", "text", german, "030 1234567")
                        .replaceAll("[^0-9]", "")
                        .substring(1))
                .isEqualTo(mask("phone", "text", german, "+49301234567").substring(3));
        assertThatThrownBy(() -> mask("phone", "text", Map.of("format", "national", "region", "XX"), "1"))
                .hasMessageContaining("'region' must be a country's two letters");
    }

    @Test
    void realisticNamesComeFromTheListsOfTheirLocaleWhateverTheMachinesIs() {
        Map<String, Object> full = Map.of("realistic", "full", "locale", "de");
        String german = mask("name", "text", full, "Ann");
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.JAPAN);
            assertThat(mask("name", "text", full, "Ann")).isEqualTo(german);
        } finally {
            Locale.setDefault(before);
        }
        assertThatThrownBy(() -> mask("name", "text", Map.of("realistic", "full", "locale", "xx"), "Ann"))
                .hasMessageContaining("'locale' must be one that datafaker knows");
        assertThatThrownBy(() -> mask("name", "text", Map.of("locale", "de"), "Ann"))
                .hasMessageContaining("'realistic: first'");
    }

    /** The page says how often two people get one name. */
    @Test
    void realisticNamesMeetAsOftenAsTheSizesOfTheirListsSay() {
        OutputPromise promise = promise("name", "text", Map.of("realistic", "full", "locale", "de"));
        ColumnMask first = columnMask("name", "text", Map.of("realistic", "first", "locale", "de"));
        Set<String> names = IntStream.range(0, 10_000)
                .mapToObj(i -> text(first.mask(bytes("person " + i))))
                .collect(Collectors.toSet());
        double lists = promise("name", "text", Map.of("realistic", "first", "locale", "de"))
                .outputs();

        assertThat(lists).isBetween(1_000.0, 1_300.0);
        assertThat(promise.outputs()).isGreaterThan(1_500_000);
        // 10,000 draws of about 1,150 leave hardly one out.
        assertThat((double) names.size()).isBetween(0.99 * lists, lists);
    }

    @Test
    void datesOfOnePersonMoveAlikeAndKeepTheirOrder() {
        ColumnMask mask = columnMask("date-shift", "date", Map.of("days", 60, "by", "customer_id"));
        for (int person = 0; person < 200; person++) {
            long birth = shift(mask, "1987-05-03", person);
            assertThat(shift(mask, "2026-12-31", person)).isEqualTo(birth);
            assertThat(shift(mask, "2000-02-29", person)).isEqualTo(birth);
            assertThat(Math.abs(birth)).isBetween(1L, 60L);
        }
        assertThat(IntStream.range(0, 200)
                        .mapToLong(person -> shift(mask, "1987-05-03", person))
                        .distinct()
                        .count())
                .isGreaterThan(50);
    }

    @ParameterizedTest
    @CsvSource({
        "date-shift, date, infinity, infinity",
        "date-shift, date, garbage, 2000-01-01",
        "age-band, date, 1987-05-03, 1980-01-01",
        "age-band, date, 0003-05-03 BC, 0011-01-01 BC",
        "age-band, timestamp with time zone, 1987-05-03 10:11:12.5+02, 1980-01-01 00:00:00+00",
        "age-band, timestamp with time zone, 1990-01-01 01:00:00+02, 1980-01-01 00:00:00+00",
        "age-band, timestamp without time zone, 1990-01-01 01:00:00, 1990-01-01 00:00:00",
        "age-band, integer, 39, 30",
        "age-band, smallint, 7, 0",
        "round, numeric, 1234.56, 1230.00",
        "round, numeric, 999.99, 990.00",
        "round, smallint, 32767, 32760",
        "noise, numeric, 0.00, 0.00",
        "noise, numeric, NaN, NaN"
    })
    void someOutputsAreKnownBeforehand(String strategy, String type, String value, String output) {
        assertThat(mask(strategy, type, Map.of(), value)).isEqualTo(output);
    }

    /** A session's time zone is that of the machine that asks. */
    @Test
    void aPointInTimeIsOneInWhicheverZoneItIsWritten() {
        List<String> one =
                List.of("2026-11-20 23:30:00.5+00", "2026-11-21 05:00:00.500+05:30", "2026-11-20 15:37:02.5-07:52:58");

        assertThat(one.stream()
                        .map(moment -> mask("date-shift", "timestamp with time zone", Map.of(), moment))
                        .map(shifted -> LocalDate.parse(shifted.substring(0, 10)))
                        .map(day -> ChronoUnit.DAYS.between(LocalDate.parse("2026-11-20"), day))
                        .toList())
                .satisfies(days -> assertThat(days.get(1)).isEqualTo(days.get(0) + 1))
                .satisfies(days -> assertThat(days.get(2)).isEqualTo(days.get(0)));
    }

    @Test
    void dateShiftsTurnBackAtTheEndsOfPostgresCalendar() {
        for (String end : List.of("5874897-12-31", "4714-11-24 BC")) {
            String other = end.startsWith("5") ? "5874897-1[12]-.*" : "4714-1[12]-.* BC";
            ColumnMask mask = columnMask("date-shift", "date", Map.of("by", "x"));
            IntStream.range(0, 50)
                    .mapToObj(person -> text(mask.mask(bytes(end), bytes("" + person))))
                    .forEach(date -> assertThat(date).matches(other).isNotEqualTo(end));
        }
    }

    @Test
    void noiseChangesEveryNumberAndStaysWithinItsBounds() {
        ColumnMask some = columnMask("noise", "numeric", Map.of("percent", 5));
        ColumnMask whole = columnMask("noise", "integer", Map.of());
        for (int i = 1; i <= 1_000; i++) {
            double masked = Double.parseDouble(text(some.mask(bytes(i + ".00"))));
            assertThat(masked).isNotEqualTo(i).isBetween(0.95 * i - 0.01, 1.05 * i + 0.01);
            assertThat(text(whole.mask(bytes("" + i)))).isNotEqualTo("" + i);
        }
        assertThat(mask("noise", "numeric", Map.of(), "1.5"))
                .isNotEqualTo("1.5")
                .hasSize(3);
    }

    @Test
    void permutedIntegersStayInTheirRange() {
        Map<String, Object> range = Map.of("min", 1000, "max", 9999);
        ColumnMask mask = columnMask("permute", "integer", range);
        Set<String> outputs = IntStream.rangeClosed(1000, 9999)
                .mapToObj(i -> text(mask.mask(bytes("" + i))))
                .collect(Collectors.toSet());

        assertThat(outputs).hasSize(9000).allMatch(number -> number.matches("[1-9][0-9]{3}"));
        assertThat(mask("permute", "integer", range, "5"))
                .matches("-?[0-9]+")
                .satisfies(number -> assertThat(Integer.parseInt(number)).isLessThan(1000));
        assertThat(mask("permute", "smallint", Map.of(), "-5")).startsWith("-");
        assertThatThrownBy(() -> promise("permute", "smallint", Map.of("max", 32_766)))
                .hasMessageContaining("leave the number 32767 by itself");
        assertThatThrownBy(() -> promise("permute", "numeric", Map.of())).hasMessageContaining("type is numeric");
    }

    @ParameterizedTest
    @CsvSource({
        "digits, 4111 1111-1111.1111, [0-9]{4} [0-9]{4}-[0-9]{4}\\.[0-9]{4}",
        "digits, 7, [0-9]",
        "digits, B-AB 1234, [0-9a-f]{16}",
        "digits, ---, [0-9a-f]{16}",
        "upper, B-AB 1234, [0-9A-Z]-[0-9A-Z]{2} [0-9A-Z]{4}",
        "upper, b-ab 1234, [0-9a-f]{16}",
        "lower, b-1, [0-9a-z]-[0-9a-z]",
        "alnum, Ab1, [0-9A-Za-z]{3}"
    })
    void encryptionKeepsTheFormat(String alphabet, String value, String form) {
        assertThat(mask("fpe", "text", Map.of("alphabet", alphabet), value))
                .matches(form)
                .isNotEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 4111111111111111, ************1111",
        "'', 1234567, *******",
        "'', 12345678, ****5678",
        "first=2, Annabel, An*****",
        "'first=1, last=1', \u00C4nn\u00E9, \u00C4**\u00E9",
        "'first=1, last=1', Ann, ***"
    })
    void ofAValueHalfStaysAtMost(String options, String value, String masked) {
        assertThat(mask("partial", "text", options("{" + options + "}"), value)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "replace, https://ann:secret@shop.test:8443/ann?token=x#y, https://example\\.com/[0-9a-f]{16}",
        "keep, https://ann:secret@Shop.test:8443/ann?token=x#y, https://Shop\\.test/[0-9a-f]{16}",
        "keep, HTTP://shop.test, http://shop\\.test/[0-9a-f]{16}",
        "keep, https://10.0.0.1/x, https://example\\.com/[0-9a-f]{16}",
        "keep, https://evil.test@shop.test/x, https://shop\\.test/[0-9a-f]{16}",
        "keep, https://shop.test\\@evil.test/x, https://shop\\.test/[0-9a-f]{16}",
        "keep, javascript:alert(1), https://example\\.com/[0-9a-f]{16}",
        "replace, ann@corp.test, https://example\\.com/[0-9a-f]{16}"
    })
    void ofAUrlTheSchemeStaysAndTheHostWhereSomebodySaysSo(String host, String url, String form) {
        assertThat(mask("url", "text", Map.of("host", host), url)).matches(form);
    }

    @Test
    void freeTextLosesWhatADetectorFindsAndNothingElse() {
        String masked = mask(
                "scrub",
                "text",
                Map.of(),
                "Please call +49 30 901820 or write to Ann@Corp.test (ann@corp.test), IBAN DE89 3704 0044 0532 0130 00!");

        assertThat(masked)
                .matches("Please call \\+1-555-[0-9]{8} or write to (user_[0-9a-f]{12}@example\\.com) \\(\\1\\), IBAN"
                        + " \\[iban [0-9a-f]{12}]!");
        assertThat(mask("scrub", "text", Map.of(), "nothing to see")).isEqualTo("nothing to see");
    }

    private static long shift(ColumnMask mask, String date, int person) {
        LocalDate shifted = LocalDate.parse(text(mask.mask(bytes(date), bytes("" + person))));
        return ChronoUnit.DAYS.between(LocalDate.parse(date), shifted);
    }

    private static Map<String, Object> options(String text) {
        return Arrays.stream(text.replaceAll("[{}]", "").split(", "))
                .filter(option -> !option.isBlank())
                .map(option -> option.split("="))
                .collect(Collectors.toMap(option -> option[0], option -> value(option[1])));
    }

    private static Object value(String text) {
        return text.matches("[0-9]+") ? Integer.valueOf(text) : text.equals("true") ? Boolean.TRUE : text;
    }

    private static OutputPromise promise(String strategy, String type, Map<String, Object> options) {
        return Strategies.discover().get(strategy).promise(MaskingContext.of(type, options, Masks.KEY));
    }

    private static ColumnMask columnMask(String strategy, String type, Map<String, Object> options) {
        MaskingContext context = MaskingContext.of(type, options, Masks.KEY);
        MaskingStrategy found = Strategies.discover().get(strategy);
        return found.promise(context).normalization().before(found.mask(context));
    }

    private static String mask(String strategy, String type, Map<String, Object> options, String value) {
        return Masks.mask(strategy, MaskingContext.of(type, options, Masks.KEY), value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
