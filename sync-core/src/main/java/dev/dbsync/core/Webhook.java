package dev.dbsync.core;

import dev.dbsync.core.config.NotifyConfig;
import dev.dbsync.core.config.Template;
import dev.dbsync.core.config.Variables;
import dev.dbsync.core.event.EventSink;
import dev.dbsync.core.problem.Problem;
import dev.dbsync.core.problem.SyncException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts the JSON report of a run to {@code notify.webhook}.
 *
 * <p>What a run has done does not depend on whether somebody could be told of it: every failure is a warning. The URL
 * is a secret, as a rule, and never part of one.
 */
final class Webhook {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Optional<Template> url;
    private final Variables variables;
    private final EventSink events;
    private final Duration answer;

    Webhook(NotifyConfig config, Variables variables, EventSink events) {
        this(config, variables, events, ANSWER);
    }

    /** @param answer how long connecting, sending and the answer may take in all */
    Webhook(NotifyConfig config, Variables variables, EventSink events, Duration answer) {
        this.url = config.webhook();
        this.variables = variables;
        this.events = events;
        this.answer = answer;
    }

    /** Posts it, where there is a webhook, and returns when that was answered or has failed. */
    void post(String json) {
        if (url.isEmpty()) {
            return;
        }
        try {
            int status = status(request(url.get(), json));
            if (status < 200 || status > 299) {
                failed("HTTP " + status);
            }
        } catch (SyncException e) {
            // Its messages are made without values: of a missing variable it names the name.
            failed(e.problems().get(0).text());
        } catch (TimeoutException e) {
            failed("no answer within " + answer.toSeconds() + " s");
        } catch (ExecutionException e) {
            failed(e.getCause().getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed("interrupted");
        }
    }

    private HttpRequest request(Template template, String json) {
        try {
            return HttpRequest.newBuilder(URI.create(variables.resolve(template).strip()))
                    .timeout(answer)
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(HttpRequest.BodyPublishers.ofString(json))
                    .build();
        } catch (IllegalArgumentException e) {
            // Without its message, which holds the URL.
            throw new SyncException(new Problem(
                    "notify.webhook is not an http: or https: URL",
                    template.where(),
                    "Percent-encode what is not ASCII"));
        }
    }

    /** Redirects are not followed: the report goes to the host that was configured, or to none. */
    private int status(HttpRequest request) throws ExecutionException, InterruptedException, TimeoutException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        CompletableFuture<HttpResponse<Void>> response =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            // The request's own timeout ends with the head of an answer; this one with the whole.
            return response.get(answer.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } finally {
            response.cancel(true);
        }
    }

    private void failed(String why) {
        events.warning("The webhook of notify was not told of this run: " + why);
    }
}
