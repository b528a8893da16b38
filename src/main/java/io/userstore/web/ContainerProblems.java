package io.userstore.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Lets Tomcat answer with problems, too: it refuses what it cannot parse before anyone else sees it. */
@Component
class ContainerProblems implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(ContainerProblems::replaceErrorPages);
    }

    private static void replaceErrorPages(Context context) {
        for (var page : context.findErrorPages()) {
            context.removeErrorPage(page);
        }
        StandardHost host = (StandardHost) context.getParent();
        host.getPipeline().addValve(new ProblemReport());
        host.setErrorReportValveClass(ProblemReport.class.getName());
    }

    /** What Tomcat would make an HTML page of. */
    private static final class ProblemReport extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            try {
                HttpServletResponse answer = response.getResponse();
                Problem problem = Problem.of(ProblemCode.of(answer.getStatus()));
                ProblemWriter.head(problem, answer);
                Writer writer = response.getReporter();
                if (writer != null) {
                    writer.write(ProblemWriter.json(problem));
                    response.finishResponse();
                }
            } catch (IOException | IllegalStateException e) {
                // The connection is gone: there is nobody to tell.
            }
        }
    }
}
