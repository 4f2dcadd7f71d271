package dev.dbsync.core.detection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * Whether texts are JSON documents, and whom these are about. Remembers what names of members tell, and no value. Not
 * thread-safe.
 */
public final class JsonDocuments {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** What a member's name says beyond doubt. An address may be a server's, a note a program's. */
    private static final Set<Meaning> PERSONAL = EnumSet.of(
            Meaning.EMAIL,
            Meaning.PHONE,
            Meaning.PERSON_NAME,
            Meaning.BIRTH,
            Meaning.NATIONAL_NUMBER,
            Meaning.BANK_ACCOUNT,
            Meaning.CARD_NUMBER);

    private static final int REMEMBERED = 10_000;

    private final Map<Member, Boolean> personal = new HashMap<>();

    /**
     * A document.
     *
     * @param ofPersons whether a member that holds text is called as what tells of a person is
     * @param emails whether it is an array of nothing but e-mail addresses
     */
    public record Document(boolean ofPersons, boolean emails) {}

    private record Member(String parent, String name) {}

    /**
     * The document that a text is: an object or an array. A number or a string alone is as good as any text.
     *
     * @param cut whether the text may go on: then a document that has no end is one, too
     */
    public Optional<Document> read(String text, boolean cut) {
        String begin = text.stripLeading();
        if (!begin.startsWith("{") && !begin.startsWith("[")) {
            return Optional.empty();
        }
        Walk walk = new Walk();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                walk.see(token, parser);
                if (walk.isOver() && parser.nextToken() != null) {
                    return Optional.empty();
                }
            }
        } catch (UnexpectedEndOfInputException e) {
            if (!cut) {
                return Optional.empty();
            }
        } catch (JacksonException e) {
            return Optional.empty();
        }
        return Optional.of(walk.document());
    }

    private boolean isPersonal(Member member) {
        Boolean known = personal.get(member);
        if (known == null) {
            known = ColumnNames.meaning(member.parent(), member.name())
                    .filter(PERSONAL::contains)
                    .isPresent();
            if (personal.size() < REMEMBERED) {
                personal.put(member, known);
            }
        }
        return known;
    }

    /** Through one document. */
    private final class Walk {

        private final Deque<String> parents = new ArrayDeque<>();
        private String member = "";
        private boolean array;
        private boolean ofPersons;
        private int values;
        private int emails;

        void see(JsonToken token, JsonParser parser) {
            if (token == JsonToken.PROPERTY_NAME) {
                member = parser.currentName();
            } else if (token.isStructStart()) {
                array |= parents.isEmpty() && token == JsonToken.START_ARRAY;
                values += parents.isEmpty() ? 0 : 1;
                // Elements are called what their array is.
                parents.push(member);
            } else if (token.isStructEnd()) {
                member = parents.pop();
            } else {
                leaf(token, parser);
            }
        }

        /** Whether whatever has begun has ended. */
        boolean isOver() {
            return parents.isEmpty();
        }

        private void leaf(JsonToken token, JsonParser parser) {
            values++;
            String text = token == JsonToken.VALUE_STRING ? parser.getString() : "";
            if (text.isBlank()) {
                return;
            }
            if (array && parents.size() == 1) {
                emails += Detectors.standard()
                                .whole(text)
                                .filter(DataKind.EMAIL::equals)
                                .isPresent()
                        ? 1
                        : 0;
            }
            ofPersons |= !member.isEmpty() && isPersonal(new Member(parent(), member));
        }

        /** What the object that the member is of is called. */
        private String parent() {
            return parents.isEmpty() ? "" : parents.peek();
        }

        Document document() {
            return new Document(ofPersons, array && values > 0 && emails == values);
        }
    }
}
