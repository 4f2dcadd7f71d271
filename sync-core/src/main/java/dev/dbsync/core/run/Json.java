package dev.dbsync.core.run;

import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes JSON of maps, collections, records, strings, numbers, booleans and null; of nothing else.
 *
 * <p>Jackson's object mapper could, but to load it takes a third of a second of a processor, in every run.
 */
public final class Json {

    private static final ObjectWriteContext INDENTED = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    };

    private Json() {}

    /**
     * On one line.
     *
     * @throws IllegalArgumentException for a value of another type, or a key that is no string
     */
    public static String line(Object value) {
        return write(value, ObjectWriteContext.empty());
    }

    /** The same for people, on many lines. */
    public static String indented(Object value) {
        return write(value, INDENTED);
    }

    private static String write(Object value, ObjectWriteContext form) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(form, text)) {
            write(value, json);
        }
        return text.toString();
    }

    private static void write(Object value, JsonGenerator json) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean yes) {
            json.writeBoolean(yes);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((key, each) -> field(key, each, json));
            json.writeEndObject();
        } else if (value instanceof Iterable<?> all) {
            json.writeStartArray();
            all.forEach(each -> write(each, json));
            json.writeEndArray();
        } else if (value instanceof Record) {
            json.writeStartObject();
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                field(component.getName(), read(component, value), json);
            }
            json.writeEndObject();
        } else {
            throw new IllegalArgumentException("no JSON of " + value.getClass());
        }
    }

    private static void field(Object key, Object value, JsonGenerator json) {
        if (!(key instanceof String name)) {
            throw new IllegalArgumentException("a key that is no string");
        }
        json.writeName(name);
        write(value, json);
    }

    private static Object read(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no JSON of " + of.getClass(), e);
        }
    }
}
