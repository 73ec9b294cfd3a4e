package dev.rerun.console.page;

import dev.rerun.console.domain.ArticleHold;
import dev.rerun.console.domain.ArticleHolds;
import dev.rerun.console.runs.RunDesk;
import java.time.Instant;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Puts articles on hold, and releases them. */
@Controller
@RequestMapping("/apps/{publicId}/holds")
class HoldsPage {
    private final RunDesk desk;
    private final ArticleHolds holds;

    HoldsPage(RunDesk desk, ArticleHolds holds) {
        this.desk = desk;
        this.holds = holds;
    }

    @PostMapping
    String hold(@PathVariable String publicId, @RequestParam String article, @RequestParam String reason) {
        desk.app(publicId);
        if (article.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("an article on hold needs its number and a reason");
        }
        holds.save(new ArticleHold(article.strip(), reason.strip(), Instant.now()));
        return back(publicId);
    }

    @PostMapping("/release")
    String release(@PathVariable String publicId, @RequestParam String article) {
        desk.app(publicId);
        holds.deleteByArticle(article);
        return back(publicId);
    }

    private static String back(String publicId) {
        return "redirect:/apps/" + publicId + "/rerun#holds";
    }
}
