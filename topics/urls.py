"""What readers open."""

from django.urls import path, register_converter

from topics.converters import KindConverter
from topics.views import catalogue, pages, previews

register_converter(KindConverter, "kind")

app_name = "topics"
urlpatterns = [
    path("", catalogue.home, name="home"),
    path("search/", catalogue.search, name="search"),
    path("preview/<str:token>/", previews.shared, name="preview"),
    path("<kind:kind>/", catalogue.index, name="index"),
    path("<kind:kind>/<slug:slug>/", pages.page, name="page"),
]
