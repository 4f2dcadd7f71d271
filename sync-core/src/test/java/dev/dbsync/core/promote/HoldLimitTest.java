package dev.dbsync.core.promote;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class HoldLimitTest {

    private final CountDownLatch aborted = new CountDownLatch(1);

    @Test
    void aSessionThatNoCancelRequestReachesIsEndedNonetheless() throws InterruptedException {
        try (HoldLimit limit = HoldLimit.start(connection(), Duration.ofMillis(1))) {
            assertThat(aborted.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class, PGConnection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "unwrap" -> proxy;
                    case "cancelQuery" -> throw new SQLException("the server takes no further connections", "08001");
                    case "abort" -> {
                        aborted.countDown();
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
