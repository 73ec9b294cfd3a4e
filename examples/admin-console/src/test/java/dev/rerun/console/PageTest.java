package dev.rerun.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.console.reports.ReportCache;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The pages, without a browser. */
@ConsoleTest
class PageTest {
    private static final String WINDOW = "?cutoff=2011-09-01T01:00&zone=Europe/Lisbon";

    @Autowired
    private Scene scene;

    @Autowired
    private ReportCache reports;

    @Autowired
    private MockMvcTester mvc;

    private String path;
    private Http api;

    @BeforeEach
    void open() {
        path = "/apps/" + scene.publicId() + "/rerun";
        api = new Http(mvc, scene.publicId());
    }

    @AfterEach
    void tidy() {
        scene.tidy();
    }

    @Test
    void countsBeforeAnythingStarts() {
        long deleted = scene.count("""
                select count(*) from billing.register_line l join billing.activity a on a.id = l.activity_id
                where l.booked_at > '2011-09-01T00:00Z' and not l.made_by_hand and l.invoice_id is null
                  and a.recorded_at >= timestamptz '2011-12-10T00:00Z' - interval '45 days'
                """);
        long billed = scene.count("""
                select count(*) from billing.activity
                where recorded_at >= timestamptz '2011-12-10T00:00Z' - interval '45 days' and customer not like 'guest:%'
                """);
        String before = scene.digest();

        String page = Http.body(get("viewer", path + WINDOW));

        assertThat(cell(page, "plan-deleted")).isEqualTo(number(deleted));
        assertThat(cell(page, "plan-entries")).isEqualTo(number(billed));
        assertThat(page).contains("2011-09-01 00:00:00 UTC").contains("On an invoice");
        assertThat(scene.digest()).isEqualTo(before);
    }

    @Test
    void showsTotalsThatEqualTheRegisterOnceTheRunIsOver() {
        reports.refresh();
        BigDecimal before = scene.sum();
        scene.execute("update billing.register_line set amount = amount + 1000 where line_key = 'ui:20300'");
        try {
            String kept = Http.body(get("clerk", "/"));
            assertThat(cell(kept, "report-amount")).isEqualTo(Scene.shown(before));
            BigDecimal atStart = scene.sum();

            long id = api.started(Scene.CUTOFF);
            scene.ended(id);

            BigDecimal after = scene.sum();
            String page = Http.body(get("viewer", path + "/" + id));
            assertThat(cell(page, "total-before")).isEqualTo(Scene.shown(atStart));
            assertThat(cell(page, "total-after")).isEqualTo(Scene.shown(after));
            assertThat(cell(Http.body(get("clerk", "/")), "report-amount")).isEqualTo(Scene.shown(after));
        } finally {
            scene.execute("update billing.register_line set amount = amount - 1000 where line_key = 'ui:20300'");
            reports.refresh();
        }
        assertThat(scene.digest()).isEqualTo(Scene.ANSWER);
    }

    @Test
    void keepsTheReportUpToDateWhenARunIsCancelled() {
        long id = api.startedSlow(Scene.CUTOFF);
        api.post("admin", "/" + id + "/cancel", "{}");
        scene.ended(id);

        assertThat(cell(Http.body(get("clerk", "/")), "report-amount")).isEqualTo(Scene.shown(scene.sum()));
    }

    @Test
    void addsUpAfterARunThatEndedWhileNoConsoleWasThere(@Autowired List<ApplicationRunner> atStart) throws Exception {
        long id = api.started(Scene.CUTOFF);
        scene.ended(id);
        scene.execute("delete from billing.run_total where ended_at is not null and rerun_id = " + id);
        assertThat(Http.body(get("viewer", path + "/" + id))).doesNotContain("id=\"total-after\"");

        for (ApplicationRunner runner : atStart) {
            runner.run(new DefaultApplicationArguments());
        }

        assertThat(cell(Http.body(get("viewer", path + "/" + id)), "total-after"))
                .isEqualTo(Scene.shown(scene.sum()));
    }

    @Test
    void startsOneRunWhenTheFormIsSentTwice() {
        int before = scene.runs();
        String key = UUID.randomUUID().toString();

        String first = redirect(start("admin", key));
        String second = redirect(start("admin", key));

        assertThat(second).isEqualTo(first);
        assertThat(scene.runs()).isEqualTo(before + 1);
        scene.ended(Long.parseLong(first.substring(first.lastIndexOf('/') + 1)));
    }

    @Test
    void startsNothingForAFormOfAnotherSite() {
        int before = scene.runs();

        MvcTestResult refused = mvc.post()
                .uri(path)
                .with(user("admin").roles("ADMIN"))
                .param("cutoff", Scene.CUTOFF.toString())
                .param("reason", "gotcha")
                .param("key", "k")
                .exchange();

        assertThat(refused).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(scene.runs()).isEqualTo(before);
    }

    @Test
    void letsAViewerSeeAndNotAct() {
        long id = api.startedSlow(Scene.CUTOFF);
        int before = scene.runs();

        assertThat(Http.body(get("viewer", path + WINDOW)))
                .doesNotContain("id=\"confirm\"")
                .contains("takes an admin");
        assertThat(Http.body(get("viewer", path + "/" + id)))
                .contains("Progress")
                .doesNotContain("/pause")
                .doesNotContain("/cancel");
        assertThat(start("viewer", "key")).hasStatus(HttpStatus.FORBIDDEN);
        for (String command : List.of("/pause", "/resume", "/cancel", "/retry")) {
            assertThat(post("viewer", path + "/" + id + command)).hasStatus(HttpStatus.FORBIDDEN);
        }
        assertThat(post("viewer", "/apps/" + scene.publicId() + "/holds")).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(scene.runs()).isEqualTo(before);
    }

    @Test
    void isNotLinkedAndNotForEveryone() {
        assertThat(Http.body(get("admin", "/"))).doesNotContain("/rerun");
        assertThat(get("clerk", path)).hasStatus(HttpStatus.FORBIDDEN);
        MvcTestResult stranger = mvc.get().uri(path).exchange();
        assertThat(stranger).hasStatus3xxRedirection();
        assertThat(stranger.getResponse().getRedirectedUrl()).endsWith("/login");
        assertThat(get("admin", "/apps/wholesale-1/rerun")).hasStatus(HttpStatus.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cutoff=2031-01-01T00:00&zone=UTC                          | future",
                "cutoff=yesterday&zone=UTC                                 | yesterday",
                "cutoff=2011-09-01T00:00&zone=Atlantis                     | Atlantis",
                "cutoff=2011-09-01T00:00&until=2011-08-01T00:00&zone=UTC   | not before",
                "cutoff=2011-09-01T00:00&zone=UTC&perSecond=many           | many",
                "cutoff=2011-09-01T00:00&zone=UTC&perSecond=-1             | out of range"
            })
    void saysInWordsWhatIsWrongWithAWindow(String query, String words) {
        MvcTestResult page = get("admin", path + "?" + query);

        assertThat(page).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(Http.body(page)).contains("role=\"alert\"").contains(words).doesNotContain("Exception");
    }

    @Test
    void namesTheRunThatIsInTheWay() {
        long id = api.startedSlow(Scene.CUTOFF);

        MvcTestResult refused = start("admin", "another");

        assertThat(refused).hasStatus(HttpStatus.CONFLICT);
        assertThat(Http.body(refused)).contains("Another run is going").contains(path + "/" + id);
    }

    @Test
    void showsWhatARunDidToAnActivityAndFindsItByTheRunsId() {
        long id = api.started(Scene.CUTOFF);
        RerunReport report = scene.ended(id);
        String activity = scene.text("select min(id)::text from billing.activity where rerun_id = " + id);

        String page = Http.body(get("viewer", "/apps/" + scene.publicId() + "/activities/" + activity));
        String found = Http.body(get("viewer", "/apps/" + scene.publicId() + "/search?q=" + id));

        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(page)
                .contains(">" + id + "</a>")
                .contains("billed")
                .contains("at first")
                .contains("in rerun " + id);
        assertThat(cell(found, "activity-count")).isEqualTo(number(report.total()));
        assertThat(cell(found, "line-count")).isEqualTo(number(report.itemsCreated()));
        assertThat(found).contains("/activities/" + activity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "abc", "99999999", "1' or '1'='1", "<script>alert(1)</script>"})
    void findsNothingInWords(String query) {
        MvcTestResult found = mvc.get()
                .uri("/apps/{app}/search?q={q}", scene.publicId(), query)
                .with(user("viewer").roles("VIEWER"))
                .exchange();

        assertThat(found).hasStatusOk();
        assertThat(Http.body(found)).contains("Nothing.").doesNotContain("<script>alert");
    }

    @Test
    void saysThatAnActivityIsNotThere() {
        for (String activity : List.of("99999999", "abc")) {
            assertThat(get("viewer", "/apps/" + scene.publicId() + "/activities/" + activity))
                    .hasStatus(HttpStatus.NOT_FOUND);
        }
    }

    private MvcTestResult get(String name, String address) {
        return mvc.get()
                .uri(address)
                .with(user(name).roles(name.toUpperCase(Locale.ROOT)))
                .exchange();
    }

    private MvcTestResult post(String name, String address) {
        return mvc.post()
                .uri(address)
                .with(user(name).roles(name.toUpperCase(Locale.ROOT)))
                .with(csrf())
                .exchange();
    }

    private MvcTestResult start(String name, String key) {
        Instant cutoff = Scene.CUTOFF;
        return mvc.post()
                .uri(path)
                .with(user(name).roles(name.toUpperCase(Locale.ROOT)))
                .with(csrf())
                .param("cutoff", cutoff.toString())
                .param("reason", "new prices")
                .param("key", key)
                .exchange();
    }

    private static String redirect(MvcTestResult result) {
        assertThat(result).hasStatus3xxRedirection();
        return String.valueOf(result.getResponse().getRedirectedUrl());
    }

    /** What stands in the element with an ID. */
    private static String cell(String page, String id) {
        int at = page.indexOf("id=\"" + id + "\"");
        assertThat(at).as("element " + id + " in " + page).isPositive();
        return page.substring(page.indexOf('>', at) + 1, page.indexOf('<', at)).strip();
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
