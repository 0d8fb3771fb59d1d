"""scratch gallery"""
import pytest, re, os
from tests.browser.pages import WALKS
OUT=os.environ.get("OUT","/tmp/bt/shots")
LOOKS={"360":(360,780,2),"768":(768,1024,1),"1280":(1280,900,1)}
@pytest.mark.parametrize("walk", WALKS)
def test_gallery(clinic, open_browser, walk, watch):
    os.makedirs(OUT, exist_ok=True)
    page=open_browser("desktop", viewport={"width":1280,"height":900})
    for i,state in enumerate(WALKS[walk](page, clinic)):
        for size,(w,h,_) in LOOKS.items():
            for scheme in ("light","dark"):
                page.set_viewport_size({"width":w,"height":h}); page.emulate_media(color_scheme=scheme)
                n=re.sub(r"\W+","-",state)
                page.screenshot(path=f"{OUT}/{walk}{i:02}-{n}-{size}-{scheme}.png", full_page=True)
        page.set_viewport_size({"width":1280,"height":900}); page.emulate_media(color_scheme="light")
