package dev.dbsync.core.detection;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a text looks like the name or the street of a person. One such value says little; a column full of them says
 * enough.
 */
public final class PersonLooks {

    private static final int LONGEST = 60;
    private static final int LONGEST_READ = 20_000;
    private static final Pattern GIVEN_AND_FAMILY =
            Pattern.compile("\\b(\\p{Lu}\\p{Ll}{1,15})(?= \\p{Lu}[\\p{Ll}'’]{1,20}\\b)");

    /** Frequent ones; of ten persons in a column some have one of them, and of ten products hardly any. */
    private static final Set<String> GIVEN_NAMES =
            NameWords.set("james john robert michael william david richard joseph thomas charles christopher daniel"
                    + " matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george edward ronald"
                    + " timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott"
                    + " brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron"
                    + " jose adam nathan henry peter zachary kyle walter harold jeremy ethan carl keith roger arthur"
                    + " sean oliver harry mary patricia jennifer linda elizabeth barbara susan jessica sarah karen"
                    + " lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda melissa"
                    + " deborah stephanie rebecca laura sharon cynthia kathleen amy angela shirley anna brenda pamela"
                    + " emma nicole helen samantha katherine christine debra rachel carolyn janet catherine maria"
                    + " heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn"
                    + " judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances"
                    + " kathryn janice jean alice sophia grace amelia isabella charlotte mia ella lucy chloe sophie"
                    + " hans klaus juergen wolfgang helmut guenter stefan andreas matthias markus christian tobias"
                    + " florian sebastian lukas leon felix jonas maximilian moritz jan uwe bernd dieter heinz karl"
                    + " friedrich otto ursula monika petra sabine renate helga karin brigitte ingrid erika claudia"
                    + " susanne gabriele birgit heike katharina lena leonie johanna marie clara greta frieda jana"
                    + " katrin anja silke ute pierre michel andre philippe rene louis alain jacques bernard marcel"
                    + " nathalie isabelle sylvie francoise monique martine camille manon lea ines jeanne lucas hugo"
                    + " antonio manuel francisco juan javier carlos alejandro miguel rafael pedro pablo sergio"
                    + " fernando luis alberto jorge carmen josefa isabel dolores pilar cristina marta lucia elena"
                    + " paula raquel giuseppe giovanni francesco mario luigi angelo vincenzo pietro salvatore carlo"
                    + " franco domenico marco luca matteo lorenzo alessandro giulia chiara francesca giorgia martina"
                    + " valentina rosa piet kees willem hendrik johannes cornelis gerrit sander daan sem bram lotte"
                    + " sanne femke anouk marieke saskia joao paulo rui nuno tiago ana catarina beatriz mariana sofia"
                    + " piotr krzysztof andrzej tomasz pawel marcin jakub mateusz stanislaw agnieszka malgorzata"
                    + " katarzyna ewa krystyna zofia magdalena joanna mohamed mohammed ahmed ali omar fatima aisha"
                    + " yusuf mehmet mustafa ayse emre wei ming li chen hiroshi yuki kenji priya rahul amit lars erik"
                    + " sven anders johan nils astrid freja");

    private static final Pattern NAME = Pattern.compile(
            "(?:(?:[Dd]r|[Mm]r|[Mm]rs|[Mm]s|[Pp]rof|Herr|Frau|Mme|Sra?|Sig)\\.? )?\\p{L}[\\p{L}\\p{M}'’.-]*(?:,? \\p{L}[\\p{L}\\p{M}'’.-]*){0,4}");
    private static final Pattern STREET = Pattern.compile(
            "(?iu).*\\b(?:street|st|road|rd|avenue|ave|lane|drive|boulevard|blvd|court|way|place|terrace|square)\\b\\.?.*"
                    + "|.*(?:stra(?:ß|ss)e|str\\.|weg|gasse|platz|allee|straat|laan|plein|gracht|vägen|gatan)\\b.*"
                    + "|(?:\\d+,? ?(?:bis|ter)?,? )?(?:rue|avenue|boulevard|place|chemin|impasse|allée|quai|calle|avenida|paseo"
                    + "|plaza|via|viale|piazza|corso|rua|travessa|praça|ul\\.|ulica|al\\.|os\\.|c/)\\s.*");

    private PersonLooks() {}

    /** One to five words of letters, one of which is a frequent given name. */
    public static boolean isName(String text) {
        String trimmed = text.strip();
        if (trimmed.length() < 2
                || trimmed.length() > LONGEST
                || !NAME.matcher(trimmed).matches()) {
            return false;
        }
        for (String word : trimmed.split("[ ,-]+")) {
            if (GIVEN_NAMES.contains(NameWords.plain(word))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text speaks of somebody: a frequent given name, and a word with a capital behind it. */
    public static boolean mentionsName(String text) {
        if (text.length() > LONGEST_READ) {
            return false;
        }
        Matcher matcher = GIVEN_AND_FAMILY.matcher(text);
        while (matcher.find()) {
            if (GIVEN_NAMES.contains(NameWords.plain(matcher.group(1)))) {
                return true;
            }
        }
        return false;
    }

    /** A street with a number. */
    public static boolean isStreet(String text) {
        String trimmed = text.strip();
        return trimmed.length() >= 6
                && trimmed.length() <= 2 * LONGEST
                && Chars.digits(trimmed) > 0
                && Chars.digits(trimmed) < 12
                && STREET.matcher(trimmed).matches();
    }
}
