"""Addresses of requests and tasks. Whatever changes something takes a POST only."""

from django.urls import path

from flows.views import acts, attention, board, card, files, form, lists, previews, print_orders, pushes, route, start

app_name = "flows"

urlpatterns = [
    path("tasks/", lists.Tasks.as_view(), name="tasks"),
    path("attention/", attention.Attention.as_view(), name="attention"),
    path("my-requests/", lists.MyRequests.as_view(), name="requests"),
    path("decided/", lists.Decided.as_view(), name="decided"),
    path("processes/<slug:code>/", board.BoardPage.as_view(), name="process"),
    path("processes/<slug:code>/list/", board.ListPage.as_view(), name="process_list"),
    path("processes/<slug:code>/list.xlsx", board.ListFile.as_view(), {"kind": "xlsx"}, "process_xlsx"),
    path("processes/<slug:code>/list.csv", board.ListFile.as_view(), {"kind": "csv"}, "process_csv"),
    path("processes/<slug:code>/suggest/", board.Suggest.as_view(), name="process_suggest"),
    path("processes/<slug:code>/views/", board.SaveView.as_view(), name="view_save"),
    path("processes/<slug:code>/views/<int:view>/", board.ChangeView.as_view(), name="view_change"),
    path("processes/<slug:code>/views/<int:view>/delete/", board.DeleteView.as_view(), name="view_delete"),
    path("new/", start.New.as_view(), name="new"),
    path("new/people/", start.People.as_view(), name="people"),
    path("new/<slug:code>/", start.Start.as_view(), name="start"),
    path("requests/<int:case>/", card.CardPage.as_view(), name="case"),
    path("requests/<int:case>/looked/", card.Looked.as_view(), name="looked"),
    path("requests/<int:case>/edit/", form.Edit.as_view(), name="edit"),
    path("requests/<int:case>/live/", form.Live.as_view(), name="live"),
    path("requests/<int:case>/autosave/", form.Autosave.as_view(), name="autosave"),
    path("requests/<int:case>/suggest/", form.Suggest.as_view(), name="suggest"),
    path("requests/<int:case>/files/", files.Attach.as_view(), name="attach"),
    path("requests/<int:case>/files/<int:attachment>/", files.Download.as_view(), name="file"),
    path(
        "requests/<int:case>/files/<int:attachment>/preview/",
        previews.PreviewPicture.as_view(),
        name="preview",
    ),
    path("requests/<int:case>/files/<int:attachment>/remove/", files.Detach.as_view(), name="file_remove"),
    path("requests/<int:case>/route/", route.CheckRoute.as_view(), name="route"),
    path("requests/<int:case>/send/", route.Send.as_view(), name="send"),
    path("requests/<int:case>/recall/", acts.Recall.as_view(), name="recall"),
    path("requests/<int:case>/cancel/", acts.Cancel.as_view(), name="cancel"),
    path("requests/<int:case>/copy/", acts.Copy.as_view(), name="copy"),
    path("requests/<int:case>/comment/", acts.Comment.as_view(), name="comment"),
    path("requests/<int:case>/remarks/<int:remark>/answer/", acts.AnswerRemark.as_view(), name="answer"),
    path("requests/<int:case>/tasks/<int:task>/approve/", acts.Approve.as_view(), name="approve"),
    path(
        "requests/<int:case>/tasks/<int:task>/remarks/",
        acts.ApproveWithRemarks.as_view(),
        name="approve_with_remarks",
    ),
    path("requests/<int:case>/tasks/<int:task>/return/", acts.Return.as_view(), name="return_for_rework"),
    path("requests/<int:case>/tasks/<int:task>/decline/", acts.Decline.as_view(), name="decline"),
    path("requests/<int:case>/tasks/<int:task>/complete/", acts.Complete.as_view(), name="complete"),
    path("requests/<int:case>/tasks/<int:task>/take/", acts.Take.as_view(), name="take"),
    path("requests/<int:case>/tasks/<int:task>/give-back/", acts.GiveBack.as_view(), name="give_back"),
    path("requests/<int:case>/tasks/<int:task>/reassign/", acts.Reassign.as_view(), name="reassign"),
    path("requests/<int:case>/tasks/<int:task>/choose/", attention.Choose.as_view(), name="choose"),
    path(
        "requests/<int:case>/tasks/<int:task>/candidates/", attention.Candidates.as_view(), name="candidates"
    ),
    path("requests/<int:case>/tasks/<int:task>/retry/", attention.Retry.as_view(), name="retry"),
    path("requests/<int:case>/tasks/<int:task>/remind/", pushes.Remind.as_view(), name="remind"),
    path(
        "requests/<int:case>/tasks/<int:task>/substitute/",
        pushes.AskForSubstitute.as_view(),
        name="ask_substitute",
    ),
    path("print/<int:order>/", print_orders.Waiting.as_view(), name="print_order"),
    path("print/<int:order>/file/", print_orders.Take.as_view(), name="print_order_file"),
]
