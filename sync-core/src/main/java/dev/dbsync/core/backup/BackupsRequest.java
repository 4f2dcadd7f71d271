package dev.dbsync.core.backup;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which backups to list.
 *
 * @param environments names; empty for all
 * @param verify read every file of every backup again
 */
public record BackupsRequest(Set<String> environments, boolean verify) {

    public BackupsRequest {
        environments = Collections.unmodifiableSet(new LinkedHashSet<>(environments));
    }
}
