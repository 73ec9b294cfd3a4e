package dev.rerun.console.page;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.console.domain.ContractTotal;
import dev.rerun.console.reports.RunTotals;
import dev.rerun.console.runs.RunDesk;
import dev.rerun.console.runs.RunEvents;
import dev.rerun.console.runs.RunState;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The page of one run. */
@Controller
@RequestMapping("/apps/{publicId}/rerun/{id}")
class RunPage {
    private static final int LISTED = 50;
    private static final Duration SOON = Duration.ofMinutes(1);

    private final RunDesk desk;
    private final RunEvents events;
    private final RunTotals totals;

    RunPage(RunDesk desk, RunEvents events, RunTotals totals) {
        this.desk = desk;
        this.events = events;
        this.totals = totals;
    }

    @GetMapping
    String page(@PathVariable String publicId, @PathVariable long id, Model model) {
        Rerun run = desk.find(publicId, id);
        RunState state = RunState.of(run.report());
        model.addAttribute("run", state);
        model.addAttribute(
                "causes", run.failureCauses().stream().map(CauseRow::of).toList());
        model.addAttribute("failures", run.failures(null, LISTED));
        model.addAttribute("lostEdits", run.lostEdits(null, LISTED));
        model.addAttribute("commands", run.commands());
        Instant end = state.finishedAt();
        List<ContractTotal> after = end == null ? List.of() : totals.after(id, end);
        if (!after.isEmpty()) {
            model.addAttribute("comparison", Comparison.of(totals.before(id), after));
        }
        // For the totals after a run that is just over, the page waits; for those that nobody kept, it does not.
        model.addAttribute(
                "settled", !after.isEmpty() || (end != null && end.plus(SOON).isBefore(state.readAt())));
        return "run";
    }

    @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @ResponseBody
    SseEmitter events(@PathVariable String publicId, @PathVariable long id) {
        return events.of(desk.find(publicId, id));
    }

    @PostMapping("/{command:pause|resume|cancel|retry}")
    String command(
            @PathVariable String publicId,
            @PathVariable long id,
            @PathVariable String command,
            @RequestParam(required = false) @Nullable String reason,
            Principal caller) {
        RerunAction action =
                switch (command) {
                    case "pause" -> RerunAction.PAUSE;
                    case "resume" -> RerunAction.RESUME;
                    case "cancel" -> RerunAction.CANCEL;
                    default -> RerunAction.RETRY;
                };
        desk.command(publicId, id, action, caller.getName(), reason);
        return "redirect:/apps/" + publicId + "/rerun/" + id;
    }
}
