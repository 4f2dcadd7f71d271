package dev.dbsync.core.classify;

import dev.dbsync.core.detection.ColumnComments;
import dev.dbsync.core.detection.ColumnNames;
import dev.dbsync.core.detection.DataKind;
import dev.dbsync.core.detection.Meaning;
import dev.dbsync.core.masking.TypeCategory;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Weighs what is known of a column. Values count more than names: they are what would leak. What neither tells, a
 * person must decide.
 */
final class ColumnJudge {

    private static final double MOST = 0.6;
    private static final double NEARLY_ALL = 0.95;
    private static final double SOME = 0.02;
    private static final int ENOUGH = 10;

    /** Virginia and Georgia are states, and the names of persons. */
    private static final double FEW_OF_CODES = 0.2;

    /** A name says that these stand here, and values can show that they do not. */
    private static final Set<Meaning> SHOWN_BY_VALUES =
            EnumSet.of(Meaning.EMAIL, Meaning.PHONE, Meaning.CARD_NUMBER, Meaning.BANK_ACCOUNT, Meaning.IP_ADDRESS);

    /** Chance or habit makes such values of harmless ones: versions, digests, numbers of articles. */
    private static final Set<DataKind> SELDOM_SURE = EnumSet.of(
            DataKind.IP_ADDRESS, DataKind.SECRET, DataKind.PHONE, DataKind.NATIONAL_NUMBER, DataKind.CARD_NUMBER);

    private static final Pattern SAID_TO_BE_PERSONAL =
            Pattern.compile("(?U)\\b(?:pii|personal data|gdpr|personenbezogen\\w*|dsgvo|rgpd|données personnelles)\\b");

    private final String table;
    private final List<String> siblings;
    private final String column;
    private final TypeCategory type;
    private final Optional<String> comment;
    private final ColumnProfile profile;

    /**
     * Where a column is.
     *
     * @param siblings the columns of its table
     */
    record Place(String table, List<String> siblings, String column) {}

    /** @param profile of what was sampled; empty where nothing was */
    ColumnJudge(Place place, TypeCategory type, Optional<String> comment, ColumnProfile profile) {
        this.table = place.table();
        this.siblings = place.siblings();
        this.column = place.column();
        this.type = type;
        this.comment = comment;
        this.profile = profile;
    }

    Judgement judge() {
        return profile.holdsDocuments(type) ? ofDocuments() : ofValues();
    }

    /** What masks a text, or looks for pieces in it, would break a document or leave the names in it. */
    private Judgement ofDocuments() {
        if (profile.isEmailLists()) {
            return Judgement.personal(
                    Meaning.EMAIL_LIST,
                    "JSON lists of e-mail addresses",
                    "JSON lists of e-mail addresses" + profile.sampled());
        }
        Judgement told = ofValues();
        if (told.isPersonal()) {
            return Judgement.personal(
                    Meaning.DOCUMENT, "JSON documents, " + told.evidence(), "JSON documents, " + told.counted());
        }
        if (profile.ofPersons() > 0 && profile.share(profile.ofPersons()) >= SOME) {
            return personal(
                    Meaning.DOCUMENT,
                    "JSON documents with members that are called after what persons have",
                    profile.ofPersons(),
                    "hold such");
        }
        return profile.share(profile.mentions()) >= 0.05
                ? personal(
                        Meaning.DOCUMENT, "JSON documents, names of persons among their text", profile.mentions(), "do")
                : told;
    }

    private Judgement ofValues() {
        return bySureValues()
                .or(this::byName)
                .or(this::byComment)
                .or(this::byPossibleValues)
                .or(this::byPieces)
                .or(this::byLooks)
                .orElseGet(() -> Question.about(type, profile));
    }

    /** Values alone, for columns of types that hold no personal data as a rule, and for those that somebody keeps. */
    Optional<Judgement> bySureValues() {
        for (DataKind kind : DataKind.values()) {
            int count = profile.whole(kind);
            boolean ofThings = SELDOM_SURE.contains(kind) && ofThings();
            if (count < 3 && profile.values() > 3 || count == 0) {
                continue;
            }
            if (profile.share(count) >= (ofThings ? NEARLY_ALL : MOST) && !(ofThings && isDoubtful(kind))) {
                return Optional.of(personal(Meaning.of(kind), "values that are " + kind.shown(), count, "are"));
            }
        }
        return Optional.empty();
    }

    /** What a detector finds in a column that somebody keeps, with counts; empty where it finds nothing. */
    Optional<String> contradiction() {
        int least = Math.max(2, (int) Math.ceil(profile.values() * SOME));
        DataKind most = null;
        int found = 0;
        for (DataKind kind : DataKind.values()) {
            int count = profile.whole(kind) + profile.within(kind);
            if (count > found && !(ofThings() && isDoubtful(kind))) {
                most = kind;
                found = count;
            }
        }
        return most == null || found < least
                ? Optional.empty()
                : Optional.of(most.shown() + " in " + found + " of " + profile.values() + " sampled values");
    }

    private boolean isDoubtful(DataKind kind) {
        return kind == DataKind.SECRET || kind == DataKind.IP_ADDRESS;
    }

    private Optional<Judgement> byName() {
        return ColumnNames.meaning(table, column, siblings)
                .filter(this::suitsTheType)
                .flatMap(meaning -> said(meaning, "its name"));
    }

    private Optional<Judgement> byComment() {
        if (comment.isEmpty()) {
            return Optional.empty();
        }
        String text = comment.get().toLowerCase(Locale.ROOT);
        boolean denied = text.startsWith("no ") || text.contains("not ") || text.contains("non-");
        if (!denied && SAID_TO_BE_PERSONAL.matcher(text).find()) {
            return Optional.of(Judgement.personal(
                    Meaning.FREE_TEXT, "its comment says that it is personal", "its comment says that it is personal"));
        }
        String sentence = text.split("[.;(,:]", 2)[0];
        return sentence.length() > 60
                ? Optional.empty()
                : ColumnComments.meaning(table, column, sentence)
                        .filter(this::suitsTheType)
                        .flatMap(meaning -> said(meaning, "its comment"));
    }

    /** A date is no telephone number, whatever its name speaks of. */
    private boolean suitsTheType(Meaning meaning) {
        return type != TypeCategory.DATE || meaning == Meaning.BIRTH || meaning == Meaning.TRAIT;
    }

    /** What a name or comment says holds, unless the values show otherwise. */
    private Optional<Judgement> said(Meaning meaning, String by) {
        boolean shownOtherwise = SHOWN_BY_VALUES.contains(meaning) && profile.values() >= ENOUGH && !anyOf(meaning);
        boolean few = profile.isOfFewValues() && !mayRepeat(meaning);
        boolean noText = meaning == Meaning.FREE_TEXT
                && profile.values() >= ENOUGH
                && !profile.isFreeText()
                && profile.isCodeList();
        if (shownOtherwise || few || noText) {
            String why = shownOtherwise ? "none of its values is one" : "it has few distinct values";
            return byPieces()
                    .or(() -> Optional.of(Judgement.undecided(
                            by + " speaks of " + meaning.shown() + ", but " + why,
                            by + " speaks of " + meaning.shown() + ", but " + why + " (" + profile.values()
                                    + " sampled, " + profile.distinct() + " distinct)")));
        }
        String evidence = by + " speaks of " + meaning.shown();
        return Optional.of(Judgement.personal(meaning, evidence, evidence + profile.sampled()));
    }

    private boolean anyOf(Meaning meaning) {
        for (DataKind kind : DataKind.values()) {
            if (Meaning.of(kind) == meaning) {
                int count = profile.whole(kind) + profile.within(kind) + profile.possible(kind);
                return profile.share(count) >= 0.05;
            }
        }
        return false;
    }

    private static boolean mayRepeat(Meaning meaning) {
        return switch (meaning) {
            case TRAIT, ADDRESS, LOCATION, INCOME, BIRTH, PERSON_NAME, DEVICE, EMAIL, PHONE, IP_ADDRESS -> true;
            default -> false;
        };
    }

    private Optional<Judgement> byPossibleValues() {
        if (profile.values() < ENOUGH || profile.distinct() < ENOUGH || ofThings() || type == TypeCategory.DATE) {
            return Optional.empty();
        }
        for (DataKind kind : List.of(DataKind.NATIONAL_NUMBER, DataKind.MAC_ADDRESS, DataKind.CARD_NUMBER)) {
            int count = profile.possible(kind);
            if (profile.share(count) >= NEARLY_ALL && !isKey()) {
                return Optional.of(
                        personal(Meaning.of(kind), "values that could be " + kind.shown(), count, "could be"));
            }
        }
        return Optional.empty();
    }

    private boolean isKey() {
        String lower = column.toLowerCase(Locale.ROOT);
        return lower.equals("id") || lower.endsWith("_id") || lower.endsWith("Id");
    }

    private Optional<Judgement> byPieces() {
        int least = Math.max(2, (int) Math.ceil(profile.values() * SOME));
        DataKind most = null;
        for (DataKind kind : DataKind.values()) {
            boolean doubtful = ofThings() && isDoubtful(kind);
            if (!doubtful && pieces(kind) > (most == null ? 0 : pieces(most))) {
                most = kind;
            }
        }
        return most == null || pieces(most) < least
                ? Optional.empty()
                : Optional.of(personal(Meaning.FREE_TEXT, most.shown() + " among its text", pieces(most), "hold"));
    }

    /** How many values hold such a one, be it all of them: a third of a column may be addresses, the rest numbers. */
    private int pieces(DataKind kind) {
        return profile.within(kind) + profile.unmistakable(kind);
    }

    private Optional<Judgement> byLooks() {
        boolean thing = ofThings() || (!ColumnNames.isOfPersons(table) && ColumnNames.ofThings(table));
        if (profile.values() >= ENOUGH && profile.share(profile.names()) >= (thing ? 0.7 : 0.3)) {
            return Optional.of(
                    personal(Meaning.PERSON_NAME, "values that look like names of persons", profile.names(), "do"));
        }
        if (profile.values() >= ENOUGH && profile.share(profile.streets()) >= 0.5 && !thing) {
            return Optional.of(personal(Meaning.ADDRESS, "values that look like streets", profile.streets(), "do"));
        }
        if (profile.isFreeText() && profile.share(profile.mentions()) >= 0.05 && !thing) {
            return Optional.of(
                    personal(Meaning.NAMING_TEXT, "names of persons among its text", profile.mentions(), "hold"));
        }
        return byPersons();
    }

    /** Of a table of persons: ids by which something else knows them, which {@code scrub} would leave as they are. */
    private Optional<Judgement> byPersons() {
        boolean ofEachPerson =
                ColumnNames.isOfPersons(table) && profile.isVaried() && !ofThings() && !profile.isDigests();
        return ofEachPerson && type == TypeCategory.TEXT
                ? Optional.of(personal(
                        profile.isOfSingleWords() ? Meaning.PERSON_NUMBER : Meaning.FREE_TEXT,
                        "each person of the table has another",
                        profile.distinct(),
                        "are distinct"))
                : Optional.empty();
    }

    private boolean ofThings() {
        return ColumnNames.ofThings(column);
    }

    /** Whether anything at all does, be it little. */
    boolean pointsToPersons() {
        boolean found = false;
        for (DataKind kind : DataKind.values()) {
            found |= !isDoubtful(kind) && profile.whole(kind) + profile.within(kind) > 0;
        }
        return found
                || judge().isPersonal()
                || profile.holdsDocuments(type)
                || profile.share(profile.names() + profile.mentions() + profile.streets()) >= FEW_OF_CODES;
    }

    /** The length of the longest value that was looked at. */
    int longest() {
        return profile.longest();
    }

    private Judgement personal(Meaning meaning, String evidence, int count, String verb) {
        return Judgement.personal(
                meaning, evidence, evidence + " (" + count + " of " + profile.values() + " sampled " + verb + ")");
    }
}
