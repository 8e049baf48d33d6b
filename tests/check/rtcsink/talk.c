/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Chat and files between a viewer and the application */
#include "sinkfixture.h"
#include "visitor.h"
#include "../talk/folder.h"

typedef struct
{
  GMutex lock;
  GCond cond;
  gchar *viewer;                /* all under lock */
  gchar *said;
  gchar *file;
  gboolean end;                 /* the pipeline, inside the signal */
  gboolean ended;
} Application;

static void
on_chat (GstElement * element, const gchar * viewer, const gchar * text,
    gpointer user_data)
{
  Application *app = user_data;

  if (app->end) {
    g_autoptr (GstObject) pipeline = gst_object_get_parent
        (GST_OBJECT (element));

    gst_element_set_state (GST_ELEMENT (pipeline), GST_STATE_NULL);
  }
  g_mutex_lock (&app->lock);
  app->viewer = g_strdup (viewer);
  app->said = g_strdup (text);
  app->ended = app->end;
  g_cond_broadcast (&app->cond);
  g_mutex_unlock (&app->lock);
}

static void
on_file (GstElement * element, const gchar * viewer, const gchar * name,
    const gchar * location, guint64 size, gpointer user_data)
{
  Application *app = user_data;

  g_mutex_lock (&app->lock);
  app->file = g_strdup_printf ("%s %s %" G_GUINT64_FORMAT, name, location,
      size);
  g_cond_broadcast (&app->cond);
  g_mutex_unlock (&app->lock);
}

static void
application_init (Application * app, Sink * sink)
{
  *app = (Application) { 0 };
  g_mutex_init (&app->lock);
  g_cond_init (&app->cond);
  g_signal_connect (sink->sink, "chat-message", G_CALLBACK (on_chat), app);
  g_signal_connect (sink->sink, "file-received", G_CALLBACK (on_file), app);
}

static void
application_wait (Application * app, gchar ** field)
{
  g_mutex_lock (&app->lock);
  while (*field == NULL)
    g_cond_wait (&app->cond, &app->lock);
  g_mutex_unlock (&app->lock);
}

static void
application_clear (Application * app)
{
  g_free (app->viewer);
  g_free (app->said);
  g_free (app->file);
  g_mutex_clear (&app->lock);
  g_cond_clear (&app->cond);
}

/* The newest element message of this name; free */
static GstStructure *
take_message (Sink * sink, const gchar * name)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (sink->pipeline);

  for (;;) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus,
        GST_CLOCK_TIME_NONE, GST_MESSAGE_ELEMENT);

    if (gst_message_has_name (message, name))
      return gst_structure_copy (gst_message_get_structure (message));
  }
}

static gboolean
send_chat (Sink * sink, const gchar * viewer, const gchar * text)
{
  gboolean sent = FALSE;

  g_signal_emit_by_name (sink->sink, "send-chat", viewer, text, &sent);
  return sent;
}

GST_START_TEST (test_chat)
{
  Sink sink;
  Application app;
  Visitor visitor;
  gpointer chat;
  g_autoptr (GstStructure) message = NULL;

  sink_init (&sink, SINK_LINE " enable-chat=true");
  application_init (&app, &sink);
  sink_play (&sink);
  fail_unless (send_chat (&sink, NULL, "welcome"));
  fail_if (send_chat (&sink, NULL, NULL));
  fail_if (send_chat (&sink, "nobody", "welcome"));
  visitor_init (&visitor);
  chat = visitor_open (&visitor, "chat");
  visitor_come (&visitor, sink.port);
  visitor_wait (&visitor, "chat open");
  visitor_wait (&visitor, "chat \nwelcome");
  visitor_say (chat, "thank you");
  application_wait (&app, &app.said);
  fail_unless_equals_string (app.said, "thank you");
  message = take_message (&sink, "rtc-chat");
  fail_unless_equals_string (gst_structure_get_string (message, "text"),
      "thank you");
  fail_unless_equals_string (gst_structure_get_string (message, "viewer"),
      app.viewer);
  fail_unless (send_chat (&sink, app.viewer, "not at all"));
  visitor_wait (&visitor, "chat \nnot at all");
  visitor_clear (&visitor);
  gst_object_unref (chat);
  sink_stop (&sink);
  fail_if (send_chat (&sink, NULL, "welcome"));
  sink_clear (&sink);
  application_clear (&app);
}

GST_END_TEST;

GST_START_TEST (test_file)
{
  gchar *folder = folder_new ();
  g_autofree gchar *line = g_strdup_printf (SINK_LINE " drop-directory=%s",
      folder);
  g_autofree gchar *expected = g_strdup_printf ("a.txt %s/a.txt 5", folder);
  g_autofree gchar *left = NULL;
  g_autoptr (GstStructure) message = NULL;
  gpointer file, broken;
  Sink sink;
  Application app;
  Visitor visitor;
  guint64 size;

  sink_init (&sink, line);
  application_init (&app, &sink);
  sink_play (&sink);
  visitor_init (&visitor);
  file = visitor_open (&visitor, "file");
  visitor_come (&visitor, sink.port);
  visitor_wait (&visitor, "file open");
  visitor_say (file, "5\n../a.txt");
  visitor_wait (&visitor, "file ok");
  visitor_send (file, "hello");
  visitor_wait (&visitor, "file done a.txt");
  visitor_wait (&visitor, "file closed");
  application_wait (&app, &app.file);
  fail_unless_equals_string (app.file, expected);
  message = take_message (&sink, "rtc-file-received");
  fail_unless (gst_structure_get_uint64 (message, "size", &size) && size == 5);
  folder_check_file (folder, "a.txt", "hello");

  /* what is under way when the sink stops is not left behind */
  broken = visitor_open (&visitor, "file");
  visitor_wait (&visitor, "file open");
  visitor_say (broken, "5\nb.txt");
  visitor_wait (&visitor, "file ok");
  sink_stop (&sink);
  left = folder_list (folder);
  fail_unless_equals_string (left, "a.txt");
  visitor_clear (&visitor);
  gst_object_unref (file);
  gst_object_unref (broken);
  sink_clear (&sink);
  application_clear (&app);
  folder_free (folder);
}

GST_END_TEST;

/* A handler may do what it wants to the pipeline that it is told of */
GST_START_TEST (test_end_inside_a_handler)
{
  Sink sink;
  Application app;
  Visitor visitor;
  gpointer chat;

  sink_init (&sink, SINK_LINE " enable-chat=true");
  application_init (&app, &sink);
  app.end = TRUE;
  sink_play (&sink);
  visitor_init (&visitor);
  chat = visitor_open (&visitor, "chat");
  visitor_come (&visitor, sink.port);
  visitor_wait (&visitor, "chat open");
  visitor_say (chat, "the end");
  application_wait (&app, &app.said);
  fail_unless (app.ended);
  visitor_clear (&visitor);
  gst_object_unref (chat);
  sink_clear (&sink);
  application_clear (&app);
}

GST_END_TEST;

static void
check_problem (const gchar * directory, const gchar * says)
{
  Sink sink;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  sink_init (&sink, SINK_LINE);
  g_object_set (sink.sink, "drop-directory", directory, NULL);
  fail_unless_equals_int (gst_element_set_state (sink.pipeline,
          GST_STATE_PLAYING), GST_STATE_CHANGE_FAILURE);
  bus = gst_element_get_bus (sink.pipeline);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  fail_unless (message != NULL);
  gst_message_parse_error (message, &error, NULL);
  fail_unless (strstr (error->message, says) != NULL, "%s", error->message);
  sink_clear (&sink);
}

GST_START_TEST (test_no_directory)
{
  check_problem ("/nowhere/at/all", "\"/nowhere/at/all\" is no directory");
  check_problem ("/etc/passwd", "is no directory");
}

GST_END_TEST;

static Suite *
talk_suite (void)
{
  Suite *suite = suite_create ("talk");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_chat);
  tcase_add_test (tc, test_file);
  tcase_add_test (tc, test_end_inside_a_handler);
  tcase_add_test (tc, test_no_directory);
  return suite;
}

GST_CHECK_MAIN (talk);
