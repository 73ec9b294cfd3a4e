package dev.rerun.console.page;

import dev.rerun.console.domain.Activities;
import dev.rerun.console.domain.Activity;
import dev.rerun.console.domain.RegisterLines;
import dev.rerun.console.runs.RunDesk;
import dev.rerun.console.runs.UnknownActivityException;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of one activity, and the search for what a run did. */
@Controller
@RequestMapping("/apps/{publicId}")
class ActivityPage {
    private final RunDesk desk;
    private final Activities activities;
    private final RegisterLines lines;

    ActivityPage(RunDesk desk, Activities activities, RegisterLines lines) {
        this.desk = desk;
        this.activities = activities;
        this.lines = lines;
    }

    /** What is known of it: how it was billed each time, and the lines it has now. */
    @GetMapping("/activities/{activity}")
    String page(@PathVariable String publicId, @PathVariable String activity, Model model) {
        desk.app(publicId);
        Activity found = number(activity)
                .flatMap(activities::findById)
                .orElseThrow(() -> new UnknownActivityException(activity));
        model.addAttribute("activity", found);
        model.addAttribute("outcomes", desk.outcomes(publicId, activity));
        model.addAttribute("lines", lines.ofActivity(found.id()));
        return "activity";
    }

    /** Finds a run by its ID, with what it worked on; or the activity with that ID. */
    @GetMapping("/search")
    String search(@PathVariable String publicId, @RequestParam(defaultValue = "") String q, Model model) {
        desk.app(publicId);
        Optional<Long> id = number(q.strip());
        model.addAttribute("q", q);
        model.addAttribute("activity", id.flatMap(activities::findById).orElse(null));
        id.ifPresent(run -> {
            model.addAttribute("activityCount", activities.countByRerunId(run));
            model.addAttribute("activities", activities.findTop50ByRerunIdOrderById(run));
            model.addAttribute("lineCount", lines.countByRerunId(run));
            model.addAttribute("lines", lines.firstOfRun(run));
        });
        return "search";
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
