package dev.dbsync.core.migration;

import java.io.Reader;
import java.io.StringReader;
import org.flywaydb.core.api.resource.LoadableResource;

/** The text of an SQL file, as Flyway takes its scripts. */
final class SqlFileResource extends LoadableResource {

    private final SqlFile file;
    private final String text;

    SqlFileResource(SqlFile file, String text) {
        this.file = file;
        this.text = text;
    }

    @Override
    public Reader read() {
        return new StringReader(text);
    }

    @Override
    public String getAbsolutePath() {
        return file.path().toString();
    }

    @Override
    public String getAbsolutePathOnDisk() {
        return file.path().toString();
    }

    @Override
    public String getFilename() {
        return file.path().getFileName().toString();
    }

    @Override
    public String getRelativePath() {
        return file.name();
    }
}
