package dev.dbsync.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.dbsync.core.config.NotifyConfig;
import dev.dbsync.core.config.Template;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.event.SyncEvent;
import dev.dbsync.core.promote.PromoteRequest;
import dev.dbsync.core.run.Confirmation;
import dev.dbsync.core.run.Outcome;
import dev.dbsync.core.testing.FullUrl;
import dev.dbsync.core.testing.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class WebhookTest {

    @RegisterExtension
    static final PostgresServer server = PostgresServer.shared();

    private static final String SECRET = "s3cr3t-token";

    @TempDir
    Path project;

    private final List<SyncEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer http;

    @BeforeEach
    void anHttpServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/ok/" + SECRET, answer(204, exchange -> {}));
        http.createContext("/down/" + SECRET, answer(500, exchange -> {}));
        http.createContext(
                "/moved/" + SECRET,
                answer(307, exchange -> exchange.getResponseHeaders().set("Location", url("/ok/" + SECRET))));
        http.createContext("/slow/" + SECRET, exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        http.createContext("/endless/" + SECRET, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('.');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        http.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        http.stop(0);
        threads.shutdownNow();
    }

    @Test
    void everyRunThatDidOrRefusedSomethingIsTold() throws IOException {
        project("${HOOK}/ok/" + SECRET);
        try (Sync sync = open()) {
            sync.promote(new PromoteRequest("dev", true), Confirmation.none());
            assertThat(received).isEmpty();
            sync.promote(new PromoteRequest("dev", false), Confirmation.none());
            sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"));
            sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"));
        }

        assertThat(received)
                .extracting(body ->
                        JsonMapper.shared().readTree(body).get("outcome").stringValue())
                .containsExactly("REFUSED", "PROMOTED");
        assertThat(events).noneMatch(SyncEvent.Warning.class::isInstance);
        assertThat(Files.readString(project.resolve("target/sync/promote.json")))
                .doesNotContain(SECRET);
    }

    @Test
    void aWebhookThatIsDownDoesNotMakeAFailureOfAPromotion() throws IOException {
        project("${HOOK}/down/" + SECRET);
        try (Sync sync = open()) {
            assertThat(sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"))
                            .outcome())
                    .isEqualTo(Outcome.PROMOTED);
        }
        assertThat(warning()).contains("was not told").contains("HTTP 500");
    }

    @Test
    void aVariableThatIsMissingIsAWarningToo() throws IOException {
        project("${NO_SUCH_HOOK}/" + SECRET);
        try (Sync sync = open()) {
            assertThat(sync.promote(new PromoteRequest("dev", false), Confirmation.answered("yes"))
                            .outcome())
                    .isEqualTo(Outcome.PROMOTED);
        }
        assertThat(warning()).contains("NO_SUCH_HOOK is not set").contains("sync.yaml:");
    }

    @Test
    void aRedirectIsNotFollowed() {
        webhook(url("/moved/" + SECRET)).post("{}");

        assertThat(received).containsExactly("{}");
        assertThat(warning()).contains("HTTP 307");
    }

    @Test
    void nobodyWaitsForAWebhookThatDoesNotAnswerOrDoesNotEnd() {
        webhook(url("/slow/" + SECRET)).post("{}");
        assertThat(warning()).contains("not told");
        events.clear();
        webhook(url("/endless/" + SECRET)).post("{}");
        assertThat(warning()).contains("no answer within 1 s");
    }

    @Test
    void whatIsNoUrlOrLeadsNowhereIsAWarningWithoutIt() {
        for (String url : List.of(
                "not a url " + SECRET,
                "ftp://127.0.0.1/" + SECRET,
                "/" + SECRET,
                "",
                "http://127.0.0.1:1/" + SECRET,
                "https://" + http.getAddress().getHostString() + ":"
                        + http.getAddress().getPort() + "/" + SECRET)) {
            events.clear();
            webhook(url).post("{}");
            assertThat(warning()).as(url).contains("not told");
        }
        assertThat(received).isEmpty();
    }

    @Test
    void withoutAWebhookNobodyIsTold() {
        new Webhook(new NotifyConfig(Optional.empty()), variables(), events::add).post("{}");

        assertThat(events).isEmpty();
    }

    private String warning() {
        String text = events.stream()
                .filter(SyncEvent.Warning.class::isInstance)
                .map(event -> ((SyncEvent.Warning) event).text())
                .reduce((one, two) -> {
                    throw new AssertionError("more than one warning: " + one + "; " + two);
                })
                .orElseThrow();
        assertThat(text).doesNotContain(SECRET);
        return text;
    }

    private Webhook webhook(String url) {
        return new Webhook(
                new NotifyConfig(Optional.of(Template.literal(url, "sync.yaml:9:9"))),
                variables(),
                events::add,
                Duration.ofSeconds(1));
    }

    private HttpHandler answer(int status, HttpHandler first) {
        return exchange -> {
            received.add(body(exchange));
            first.handle(exchange);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    private static String body(HttpExchange exchange) throws IOException {
        assertThat(exchange.getRequestMethod()).isEqualTo("POST");
        assertThat(exchange.getRequestHeaders().getFirst("Content-Type")).startsWith("application/json");
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String url(String path) {
        return "http://" + http.getAddress().getHostString() + ":"
                + http.getAddress().getPort() + path;
    }

    private Variables variables() {
        return new Variables(name -> null, Map.of());
    }

    private void project(String webhook) throws IOException {
        Files.createDirectories(project.resolve("sql"));
        Files.writeString(project.resolve("sql/V1__a.sql"), "CREATE TABLE a (id int PRIMARY KEY);");
        Files.writeString(project.resolve("sync.yaml"), """
                chain: [dev, prod]
                environments:
                  dev: { url: "%s" }
                  prod: { url: "%s" }
                flyway: { locations: ["filesystem:sql"] }
                notify: { webhook: "%s" }
                """.formatted(
                FullUrl.of(server.createDatabase("dev")), FullUrl.of(server.createDatabase("prod", true)), webhook));
    }

    private Sync open() {
        return Sync.builder(project.resolve("sync.yaml"), project)
                .properties(Map.of("HOOK", url("")))
                .events(events::add)
                .open();
    }
}
