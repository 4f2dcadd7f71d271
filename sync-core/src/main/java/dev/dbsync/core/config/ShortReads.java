package dev.dbsync.core.config;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Never fills up the buffer of who reads. SnakeYAML Engine 3.0.1 reads the second half of a character that does not fit
 * into one {@code char}, such as an emoji, beyond the end of a buffer whose last place has the first half.
 */
final class ShortReads extends FilterReader {

    ShortReads(Reader text) {
        super(text);
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        return super.read(buffer, from, length > 1 ? length - 1 : length);
    }
}
