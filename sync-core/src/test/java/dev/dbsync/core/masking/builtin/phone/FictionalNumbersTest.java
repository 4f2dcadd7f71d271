package dev.dbsync.core.masking.builtin.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.dbsync.core.masking.KeyedHash;
import dev.dbsync.core.masking.MaskingKey;
import dev.dbsync.core.masking.builtin.keyed.Draw;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FictionalNumbersTest {

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    @Test
    void everyRangeSetAsideHasTheLengthOfItsCountrysNumbers() {
        FictionalNumbers.setAside().forEach((region, ranges) -> {
            double count = 0;
            for (String range : ranges) {
                count += Math.pow(10, range.chars().filter(c -> c == 'X').count());
                PhoneNumber number =
                        numbers.getExampleNumber(region).setNationalNumber(Long.parseLong(range.replace('X', '1')));
                assertThat(numbers.isPossibleNumber(number))
                        .as(region + " " + range)
                        .isTrue();
            }
            assertThat(count).as(region).isGreaterThanOrEqualTo(FictionalNumbers.FEWEST);
        });
    }

    @Test
    void elsewhereNumbersAreValidAndMany() {
        FictionalNumbers fictional = new FictionalNumbers();
        KeyedHash hash =
                MaskingKey.of("000102030405060708090a0b0c0d0e0f", "test").inDomain("test");
        for (String region : new String[] {"NL", "ES", "IT", "PL", "JP", "BR", "IN", "CH", "AT", "SE"}) {
            Draw draw = new Draw(hash, hash.hash(new byte[] {1}));
            long different = IntStream.range(0, 200)
                    .mapToObj(i -> fictional.number(region, draw))
                    .peek(number -> assertThat(numbers.isValidNumberForRegion(number, region))
                            .as(region + " " + number)
                            .isTrue())
                    .map(PhoneNumber::getNationalNumber)
                    .distinct()
                    .count();
            assertThat(different).as(region).isGreaterThan(170);
        }
    }
}
