package com.example.masking;

import dev.dbsync.core.masking.testkit.StrategyCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoyaltyCardTest {

    @Test
    void itHoldsWhatItPromises() {
        StrategyCheck check = StrategyCheck.of(new LoyaltyCard()).values("LC-000000000001", "4711");

        check.run();
        check.options(Map.of("prefix", "TEST")).maxLength(20).underUniqueIndex().run();
    }
}
