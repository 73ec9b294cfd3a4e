package dev.rerun.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Live progress, as server-sent events. */
@ConsoleTest
class EventsTest {
    @Autowired
    private Scene scene;

    @Autowired
    private MockMvcTester mvc;

    @LocalServerPort
    private int port;

    @AfterEach
    void tidy() {
        scene.tidy();
    }

    @Test
    void tellHowFarARunIsUntilItsTotalsAreKnown() throws Exception {
        Http api = new Http(mvc, scene.publicId());
        long id = api.startedSlow(Scene.CUTOFF);
        List<String> statuses = new ArrayList<>();

        HttpResponse<Stream<String>> events =
                HttpClient.newHttpClient().send(request(id), HttpResponse.BodyHandlers.ofLines());

        assertThat(events.statusCode()).isEqualTo(200);
        try (Stream<String> lines = events.body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.equals("event:totals")) {
                    break;
                }
                if (line.startsWith("data:{")) {
                    String json = line.substring("data:".length());
                    statuses.add(JsonPath.read(json, "$.status"));
                    int done = JsonPath.read(json, "$.done");
                    if (done > 0 && statuses.get(statuses.size() - 1).equals("RUNNING")) {
                        api.post("admin", "/" + id + "/cancel", "{}");
                    }
                }
            }
        }
        assertThat(statuses).contains("RUNNING").last().isEqualTo("CANCELLED");
    }

    private HttpRequest request(long id) {
        String credentials = Base64.getEncoder().encodeToString("viewer:viewer".getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + port + "/api/apps/" + scene.publicId() + "/reruns/" + id + "/events"))
                .header("Authorization", "Basic " + credentials)
                .timeout(Duration.ofSeconds(30))
                .build();
    }
}
