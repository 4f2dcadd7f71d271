package dev.dbsync.core.copy;

import dev.dbsync.core.database.SqlProblem;
import java.sql.SQLException;
import java.util.Optional;

/** The rows of a copy, read and masked like those of a real one, and written nowhere. */
public final class MaskedRead {

    private MaskedRead() {}

    /**
     * Reads the rows; the masks of the copy's columns are called as ever.
     *
     * @param source held for nothing else meanwhile
     * @param flow says how many bytes may be read in a second
     * @return how many rows there were
     * @throws dev.dbsync.core.problem.SyncException when they cannot be read
     */
    public static long run(TableCopy copy, TableCopy.Side source, CopyFlow flow) {
        RowCodec codec = copy.codec();
        long rows = 0;
        try (CopyRows reading = CopyRows.read(source.connection(), copy.out(), Optional.of(flow))) {
            for (byte[] message = reading.next(); message != null; message = reading.next()) {
                rows += codec.rewrite(message, RowOutput.NOWHERE);
            }
            return rows;
        } catch (SQLException e) {
            throw SqlProblem.of(e, "Cannot read " + copy.from().shown(), source.shown(), "");
        }
    }
}
