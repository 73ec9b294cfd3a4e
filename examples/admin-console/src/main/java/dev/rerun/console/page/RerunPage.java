package dev.rerun.console.page;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunReport;
import dev.rerun.console.domain.ArticleHolds;
import dev.rerun.console.reports.ReportCache;
import dev.rerun.console.runs.Refusal;
import dev.rerun.console.runs.RunDesk;
import dev.rerun.console.runs.RunState;
import dev.rerun.console.runs.StartOrder;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page for reruns: what a start would do, the start itself, and the history. */
@Controller
@RequestMapping("/apps/{publicId}/rerun")
class RerunPage {
    private static final int HISTORY = 20;

    private final RunDesk desk;
    private final ReportCache reports;
    private final ArticleHolds holds;

    RerunPage(RunDesk desk, ReportCache reports, ArticleHolds holds) {
        this.desk = desk;
        this.reports = reports;
        this.holds = holds;
    }

    /** Without a cutoff an empty form; with one also what a start would do, and a form to confirm it. */
    @GetMapping
    String page(
            @PathVariable String publicId,
            WindowForm form,
            @RequestParam(required = false) @Nullable Long before,
            Principal caller,
            HttpServletResponse response,
            Model model) {
        List<RerunReport> runs = desk.history(publicId, before, HISTORY + 1);
        model.addAttribute("form", form);
        model.addAttribute("report", reports.report());
        model.addAttribute("holds", holds.findAllByOrderByArticle());
        model.addAttribute(
                "history", runs.stream().limit(HISTORY).map(RunState::of).toList());
        model.addAttribute(
                "older", runs.size() > HISTORY ? runs.get(HISTORY - 1).id() : null);
        if (form.filled()) {
            plan(publicId, form, caller, response, model);
        }
        return "rerun";
    }

    private void plan(String publicId, WindowForm form, Principal caller, HttpServletResponse response, Model model) {
        try {
            StartOrder order = form.order();
            model.addAttribute("plan", desk.plan(publicId, order, caller.getName()));
            model.addAttribute("order", order);
            model.addAttribute("key", UUID.randomUUID().toString());
        } catch (RuntimeException e) {
            Refusal refusal = Refusal.of(e);
            if (refusal == null) {
                throw e;
            }
            response.setStatus(refusal.status().value());
            model.addAttribute("refusal", refusal);
        }
    }

    /** Starts what was confirmed. The key comes with the form, so a second click finds the run of the first. */
    @PostMapping
    String start(
            @PathVariable String publicId,
            @RequestParam Instant cutoff,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(required = false) @Nullable Integer entriesPerSecond,
            @RequestParam String reason,
            @RequestParam String key,
            Principal caller) {
        StartOrder order = new StartOrder(cutoff, until, entriesPerSecond);
        Rerun run = desk.start(publicId, order, caller.getName(), reason, key);
        return "redirect:/apps/" + publicId + "/rerun/" + run.id();
    }
}
