package dev.rerun.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.jayway.jsonpath.JsonPath;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunNotAuthorizedException;
import dev.rerun.api.RerunReport;
import dev.rerun.console.runs.RunDesk;
import dev.rerun.console.runs.StartOrder;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The HTTP API. */
@ConsoleTest
class ApiTest {
    private static final String START = "{\"cutoff\":\"" + Scene.CUTOFF + "\",\"reason\":\"new prices\"}";

    @Autowired
    private Scene scene;

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private RunDesk desk;

    private Http api;

    @BeforeEach
    void open() {
        api = new Http(mvc, scene.publicId());
    }

    @AfterEach
    void tidy() {
        scene.tidy();
    }

    @Test
    void startsARunAndSaysWhereItStandsAndWhoAskedForIt() {
        MvcTestResult started = api.start("admin", UUID.randomUUID().toString(), START);

        long id = Http.id(started);
        assertThat(started).hasStatus(HttpStatus.CREATED);
        assertThat(started).headers().hasValue("Location", "/api/apps/" + scene.publicId() + "/reruns/" + id);
        scene.ended(id);
        assertThat(api.get("viewer", "/" + id))
                .bodyJson()
                .extractingPath("$.status")
                .isEqualTo("COMPLETED");
        MvcTestResult history = api.get("viewer", "?limit=1");
        assertThat(history).bodyJson().extractingPath("$[0].requestedBy").isEqualTo("admin");
        assertThat(history).bodyJson().extractingPath("$[0].reason").isEqualTo("new prices");
        assertThat(scene.digest()).isEqualTo(Scene.ANSWER);
    }

    @Test
    void givesTheFirstRunToAStartThatIsRepeatedAtTheSameMoment() {
        int before = scene.runs();
        String key = UUID.randomUUID().toString();
        List<CompletableFuture<MvcTestResult>> starts = List.of(
                CompletableFuture.supplyAsync(() -> api.start("admin", key, START)),
                CompletableFuture.supplyAsync(() -> api.start("admin", key, START)));

        List<Long> ids = starts.stream().map(start -> Http.id(start.join())).toList();

        assertThat(ids.get(0)).isEqualTo(ids.get(1));
        assertThat(scene.runs()).isEqualTo(before + 1);
        scene.ended(ids.get(0));
    }

    @Test
    void pausesResumesAndCancelsARunAndNamesItToASecondStart() {
        long id = api.startedSlow(Scene.CUTOFF);

        MvcTestResult second = api.start("admin", UUID.randomUUID().toString(), START);
        assertProblem(second, HttpStatus.CONFLICT);
        assertThat(second).bodyJson().extractingPath("$.activeRerunId").isEqualTo((int) id);
        assertThat(api.post("admin", "/" + id + "/pause", "{\"reason\":\"lunch\"}"))
                .bodyJson()
                .extractingPath("$.status")
                .isEqualTo("PAUSED");
        assertProblem(api.post("admin", "/" + id + "/pause", "{}"), HttpStatus.CONFLICT);
        assertThat(api.post("admin", "/" + id + "/resume", "{}"))
                .bodyJson()
                .extractingPath("$.status")
                .isEqualTo("RUNNING");
        assertThat(api.post("admin", "/" + id + "/cancel", "{\"reason\":\"wrong cutoff\"}"))
                .bodyJson()
                .extractingPath("$.status")
                .isEqualTo("CANCELLED");
        assertProblem(api.post("admin", "/" + id + "/cancel", "{}"), HttpStatus.CONFLICT);
    }

    @Test
    void listsWhatFailedByCauseAndRetriesIt() {
        scene.hold("Q1006", "customs class disputed");
        long id = api.started(Scene.CUTOFF);
        scene.ended(id);

        MvcTestResult failed = api.get("viewer", "/" + id + "/failed?limit=2");
        assertThat(failed).bodyJson().extractingPath("$.causes.length()").isEqualTo(1);
        assertThat(failed)
                .bodyJson()
                .extractingPath("$.causes[0].cause")
                .asString()
                .contains("article Q# is on hold: customs class disputed");
        String next = JsonPath.read(Http.body(failed), "$.next");
        List<String> first = JsonPath.read(Http.body(failed), "$.entries[*].activity");
        List<String> others = JsonPath.read(
                Http.body(api.get("viewer", "/" + id + "/failed?limit=1000&after=" + next)), "$.entries[*].activity");
        RerunReport report = scene.ended(id);
        int total = JsonPath.read(Http.body(failed), "$.causes[0].entries");
        assertThat(total).isPositive().isEqualTo((int) report.failed());
        assertThat(others).hasSize((int) (report.failed() + report.held()) - 2).doesNotContainAnyElementsOf(first);

        scene.execute("delete from billing.article_hold");
        assertThat(api.post("admin", "/" + id + "/retry", "{\"reason\":\"settled\"}"))
                .hasStatusOk();
        scene.ended(id);
        assertThat(api.get("viewer", "/" + id))
                .bodyJson()
                .extractingPath("$.status")
                .isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                             | cutoff is missing",
                "{\"cutoff\":\"2011-09-01T00:00:00Z\"}                          | the reason is missing",
                "{\"cutoff\":\"2011-09-01T00:00:00Z\",\"reason\":\" \"}         | the reason is missing",
                "{\"cutoff\":\"2031-09-01T00:00:00Z\",\"reason\":\"x\"}         | future",
                "{\"cutoff\":\"yesterday\",\"reason\":\"x\"}                    | read",
                "{\"cutoff\":\"2011-09-01T00:00:00Z\",\"until\":\"2011-01-01T00:00:00Z\",\"reason\":\"x\"} | not before",
                "{\"cutoff\":\"2011-09-01T00:00:00Z\",\"reason\":\"x\",\"entriesPerSecond\":0} | entriesPerSecond 0",
                "{                                                              | read"
            })
    void saysWhatIsWrongWithAStart(String body, String words) {
        int before = scene.runs();

        MvcTestResult refused = api.start("admin", "key", body);

        assertProblem(refused, HttpStatus.BAD_REQUEST);
        assertThat(refused).bodyJson().extractingPath("$.detail").asString().contains(words);
        assertThat(scene.runs()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/1", "/1/failed", "/1/events", "/1/nothing"})
    void knowsNoRunThatIsNotThere(String path) {
        assertProblem(api.get("admin", path), HttpStatus.NOT_FOUND);
    }

    @Test
    void refusesWhatFormsOfOtherSitesCanSend() {
        int before = scene.runs();

        assertProblem(
                mvc.post()
                        .uri("/api/apps/" + scene.publicId() + "/reruns")
                        .with(httpBasic("admin", "admin"))
                        .header("Idempotency-Key", "form")
                        .contentType(MediaType.TEXT_PLAIN)
                        .content(START)
                        .exchange(),
                HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        assertThat(scene.runs()).isEqualTo(before);
    }

    @Test
    void knowsNoOtherApp() {
        Http other = new Http(mvc, "wholesale-1");

        assertProblem(other.get("admin", ""), HttpStatus.NOT_FOUND);
        assertProblem(other.start("admin", "key", START), HttpStatus.NOT_FOUND);
    }

    @Test
    void letsAViewerLookAndDoNothing() {
        long id = api.startedSlow(Scene.CUTOFF);

        assertThat(api.get("viewer", "")).hasStatusOk();
        assertThat(api.get("viewer", "/plan?cutoff=" + Scene.CUTOFF)).hasStatusOk();
        assertProblem(api.start("viewer", "key", START), HttpStatus.FORBIDDEN);
        for (String command : List.of("pause", "resume", "cancel", "retry")) {
            assertProblem(api.post("viewer", "/" + id + "/" + command, "{}"), HttpStatus.FORBIDDEN);
        }
    }

    @Test
    void hasTheEngineRefuseAViewerToo() {
        long id = api.startedSlow(Scene.CUTOFF);

        assertThatThrownBy(() -> desk.start(
                        scene.publicId(), new StartOrder(Scene.CUTOFF, null, null), "viewer", "sneaking in", "key"))
                .isInstanceOf(RerunNotAuthorizedException.class);
        assertThatThrownBy(() -> desk.command(scene.publicId(), id, RerunAction.CANCEL, "clerk", null))
                .isInstanceOf(RerunNotAuthorizedException.class);
        assertThatThrownBy(() -> desk.command(scene.publicId(), id, RerunAction.CANCEL, "nobody", null))
                .isInstanceOf(RerunNotAuthorizedException.class);
    }

    @Test
    void letsNobodyElseIn() {
        assertProblem(api.get("clerk", ""), HttpStatus.FORBIDDEN);
        assertProblem(
                mvc.get()
                        .uri("/api/apps/" + scene.publicId() + "/reruns")
                        .with(httpBasic("admin", "wrong"))
                        .exchange(),
                HttpStatus.UNAUTHORIZED);
        assertProblem(mvc.get().uri("/api/apps/" + scene.publicId() + "/reruns").exchange(), HttpStatus.UNAUTHORIZED);
    }

    private static void assertProblem(MvcTestResult result, HttpStatus status) {
        assertThat(result).hasStatus(status);
        assertThat(result).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(result).bodyJson().extractingPath("$.status").isEqualTo(status.value());
        assertThat(result).bodyJson().extractingPath("$.title").asString().isNotBlank();
    }
}
