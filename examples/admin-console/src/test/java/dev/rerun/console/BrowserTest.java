package dev.rerun.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The pages as a person uses them. With {@code -Dconsole.screenshots=DIRECTORY} it also takes the pictures of the docs. */
@ConsoleTest
@EnabledIf(
        value = "dev.rerun.console.Chromium#isThere",
        disabledReason =
                "no chromium on the PATH, so the pages are not tried in a browser; on Debian: apt-get install chromium")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserTest {
    private static final @Nullable String SCREENSHOTS = System.getProperty("console.screenshots");
    private static final double A_WHILE_MILLIS = 30_000;
    private static final String ZONE = "Europe/Lisbon";

    private static @Nullable Chromium chromium;

    @Autowired
    private Scene scene;

    @LocalServerPort
    private int port;

    private final List<String> strangers = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private @Nullable BrowserContext context;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(A_WHILE_MILLIS);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void tidy() {
        if (context != null) {
            context.close();
        }
        scene.tidy();
        assertThat(strangers).as("requests to other servers").isEmpty();
        assertThat(complaints).as("what the browser complained about").isEmpty();
    }

    /** The first, so that its picture has the change of prices. */
    @Test
    @Order(1)
    void startsOneRunByKeyboardAndFollowsItToItsEnd() {
        Page page = open("admin", 820, ColorScheme.LIGHT);
        int before = scene.runs();

        page.getByLabel("After (cutoff)").fill("2011-09-01T01:00");
        assertThat(page.locator("#cutoff-utc")).containsText(ZONE + ", which is 2011-09-01 00:00:00 UTC");
        page.getByLabel("After (cutoff)").press("Enter");
        assertThat(page.locator("#plan-deleted")).hasText(String.format(Locale.ROOT, "%,d", deletable()));
        screenshot(page, "admin-console-plan");
        page.getByLabel("Why?").focus();
        page.keyboard().type("new price list");
        // Both clicks of a double click.
        page.locator("#confirm").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }");

        assertThat(page.locator("#status")).hasText("Completed");
        assertThat(page.locator("#comparison svg rect.after").first()).isVisible();
        long id = Long.parseLong(page.locator("#rerun-id").innerText());
        scene.ended(id);
        assertThat(page.locator("#total-after")).hasText(Scene.shown(scene.sum()));
        assertThat(scene.digest()).isEqualTo(Scene.ANSWER);
        assertThat(scene.runs()).isEqualTo(before + 1);
        assertThat(page.locator("#commands")).containsText("new price list");
        screenshot(page, "admin-console-run");

        page.getByLabel("Rerun or activity ID").fill(String.valueOf(id));
        page.getByLabel("Rerun or activity ID").press("Enter");
        page.locator("#activities tbody a").first().click();
        assertThat(page.locator("#rerun-id")).hasText(String.valueOf(id));
        assertThat(page.locator("#diagnostics")).containsText("billed");
    }

    @Test
    void showsWhatFailedAndRetriesIt() {
        Page page = open("admin", 820, ColorScheme.DARK);
        page.locator("#article").fill("Q1006");
        page.locator("#hold-reason").fill("customs class disputed");
        button(page, "Put on hold").click();
        assertThat(page.locator("#holds li")).containsText("Q1006");

        confirm(page, "");
        assertThat(page.locator("#status")).hasText("Completed with failures");
        assertThat(page.locator("#causes tbody tr")).hasCount(1);
        assertThat(page.locator("#causes")).containsText("article Q# is on hold: customs class disputed");
        String background = (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
        assertThat(background).isEqualTo("rgb(20, 24, 28)");
        page.locator("#failed").scrollIntoViewIfNeeded();
        screenshot(page, "admin-console-failed-dark");
        String run = page.url();

        page.navigate(address());
        button(page, "Release Q1006").click();
        assertThat(page.locator("#holds")).containsText("None.");
        page.navigate(run);
        page.getByLabel("What was mended?").fill("the class is settled");
        button(page, "Retry what failed").click();

        assertThat(page.locator("#status")).hasText("Completed");
        assertThat(page.locator("#total-after")).hasText(Scene.shown(scene.sum()));
        assertThat(scene.digest()).isEqualTo(Scene.ANSWER);
        assertThat(page.locator("#commands")).containsText("retried what failed");
    }

    @Test
    void watchesASlowRunOnAPhonePausesItAndCancelsIt() {
        Page page = open("admin", 360, ColorScheme.LIGHT);
        confirm(page, "15");

        assertThat(page.locator("#status")).hasText("Running");
        assertThat(page.locator("dd[data-field=done]")).not().hasText("0");
        assertThat(page.locator("dd[data-field=expectedEnd]")).not().hasText("not known yet");
        assertThat(page.locator("dd[data-field=entriesPerSecond]")).not().hasText("0");
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("fits the width of a phone")
                .isTrue();
        screenshot(page, "admin-console-phone");
        button(page, "Pause").click();
        assertThat(page.locator("#status")).hasText("Paused");
        button(page, "Resume").click();
        assertThat(page.locator("#status")).hasText("Running");
        page.getByText("Cancel …").press("Enter");
        page.locator("#cancel-reason").fill("wrong cutoff");
        button(page, "Cancel the run").click();

        assertThat(page.locator("#status")).hasText("Cancelled");
        assertThat(page.locator("#put-back")).isVisible();
        assertThat(page.locator("#total-after")).hasText(Scene.shown(scene.sum()));
        assertThat(page.locator("#commands")).containsText("wrong cutoff");
    }

    @Test
    void letsAViewerLookOnly() {
        Page page = open("viewer", 820, ColorScheme.LIGHT);

        page.getByLabel("After (cutoff)").fill("2011-09-01T01:00");
        button(page, "See what would happen").click();
        assertThat(page.locator("#plan")).containsText("takes an admin");
        assertThat(page.locator("form[method=post]:not([action='/logout'])")).hasCount(0);
        page.navigate(address() + "/1");
        assertThat(page.locator("main")).containsText("no rerun 1");
    }

    private Page open(String user, int width, ColorScheme colors) {
        if (chromium == null) {
            throw new IllegalStateException("no browser");
        }
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, 800)
                        .setTimezoneId(ZONE)
                        .setLocale("en-GB")
                        .setColorScheme(colors));
        Page page = context.newPage();
        page.setDefaultTimeout(A_WHILE_MILLIS);
        page.onRequest(request -> {
            if (!request.url().startsWith("http://localhost:" + port + "/")) {
                strangers.add(request.url());
            }
        });
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("404")) {
                complaints.add(message.text());
            }
        });
        page.navigate(address());
        page.getByLabel("Name").fill(user);
        page.getByLabel("Password").fill(user);
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Rerun Online Retail")))
                .isVisible();
        return page;
    }

    /** Starts a run through the page, and comes to its own. */
    private void confirm(Page page, String perSecond) {
        page.getByLabel("After (cutoff)").fill("2011-09-01T01:00");
        page.locator("#perSecond").fill(perSecond);
        button(page, "See what would happen").click();
        page.getByLabel("Why?").fill("tried in a browser");
        button(page, "Delete these lines and calculate again").click();
        assertThat(page.locator("#live")).isVisible();
    }

    private String address() {
        return "http://localhost:" + port + "/apps/" + scene.publicId() + "/rerun";
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private long deletable() {
        return scene.count("""
                select count(*) from billing.register_line l join billing.activity a on a.id = l.activity_id
                where l.booked_at > '2011-09-01T00:00Z' and not l.made_by_hand and l.invoice_id is null
                  and a.recorded_at >= timestamptz '2011-12-10T00:00Z' - interval '45 days'
                """);
    }

    private static void screenshot(Page page, String name) {
        if (SCREENSHOTS != null) {
            page.screenshot(
                    new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(SCREENSHOTS, name + ".png")));
        }
    }
}
