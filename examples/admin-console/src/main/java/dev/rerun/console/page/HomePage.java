package dev.rerun.console.page;

import dev.rerun.console.reports.ReportCache;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The report, which everybody may read. No page links to the one for reruns. */
@Controller
class HomePage {
    private final ReportCache reports;

    HomePage(ReportCache reports) {
        this.reports = reports;
    }

    @GetMapping("/")
    String home(Model model) {
        model.addAttribute("report", reports.report());
        return "home";
    }

    @GetMapping("/login")
    String login() {
        return "login";
    }
}
