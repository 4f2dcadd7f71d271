package dev.dbsync.core.status;

import dev.dbsync.core.migration.Divergence;
import dev.dbsync.core.migration.PendingMigration;
import java.util.List;

/**
 * How the checkout compares to the first environment of the chain; empty where that was not looked at or not reached.
 *
 * @param pending what the checkout has beyond it
 * @param divergences why Flyway would refuse to run that
 * @param notices what is worth knowing and stops nothing
 */
public record CheckoutStatus(List<PendingMigration> pending, List<Divergence> divergences, List<String> notices) {

    public CheckoutStatus {
        pending = List.copyOf(pending);
        divergences = List.copyOf(divergences);
        notices = List.copyOf(notices);
    }

    static CheckoutStatus unknown() {
        return new CheckoutStatus(List.of(), List.of(), List.of());
    }
}
